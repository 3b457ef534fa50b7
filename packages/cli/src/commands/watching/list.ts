import process from 'node:process';
import { EngineNotes, type LostEngine, type RunningEngine } from '../../engine/running-engines.ts';
import { table } from '../../render/table.ts';

/** The engines that run on this machine, so that one can be found again, or stopped. */
export function list(flags: { json?: true }): void {
  const engines = new EngineNotes().running();
  if (flags.json !== undefined)
    return void process.stdout.write(`${JSON.stringify(engines.map(described))}\n`);
  if (engines.length === 0) return void process.stdout.write('no engine runs\n');
  const rows = engines.map((engine) =>
    'info' in engine ? rowOf(engine) : ['(unknown)', '', '', engine.directory],
  );
  process.stdout.write(`${table([['ENDPOINT', 'DNS', 'REGIONS', 'STATE FOLDER'], ...rows])}\n`);
  for (const engine of engines)
    if ('problem' in engine)
      process.stderr.write(`! ${engine.problem.message}\n  → ${engine.problem.hint}\n`);
}

function rowOf({ directory, info }: RunningEngine): string[] {
  const dns = `${info.dns.address}:${info.dns.port}`;
  return [info.endpoint, dns, info.regions.join(' '), directory];
}

/** Without the keys: what is listed may be pasted anywhere. */
function described(engine: RunningEngine | LostEngine): object {
  const { directory } = engine;
  if ('problem' in engine) return { directory, error: engine.problem.toJSON() };
  const { pid, version, endpoint, dns, regions, speed } = engine.info;
  return { directory, pid, version, endpoint, dns, regions, speed };
}
