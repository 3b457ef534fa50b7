import process from 'node:process';
import { EngineNotes, type RunningEngine } from '../engine/running-engines.ts';
import { table } from '../render/table.ts';

/** The engines that run on this machine, so that one can be found again, or stopped. */
export function list(flags: { json?: true }): void {
  const engines = new EngineNotes().running();
  if (flags.json !== undefined)
    return void process.stdout.write(`${JSON.stringify(engines.map(described))}\n`);
  if (engines.length === 0) return void process.stdout.write('no engine runs\n');
  const rows = engines.map(({ directory, info }) => [
    info.endpoint,
    `${info.dns.address}:${info.dns.port}`,
    info.regions.join(' '),
    directory,
  ]);
  process.stdout.write(`${table([['ENDPOINT', 'DNS', 'REGIONS', 'STATE FOLDER'], ...rows])}\n`);
}

/** Without the keys: what is listed may be pasted anywhere. */
function described({ directory, info }: RunningEngine): object {
  const { pid, version, endpoint, dns, regions, speed } = info;
  return { directory, pid, version, endpoint, dns, regions, speed };
}
