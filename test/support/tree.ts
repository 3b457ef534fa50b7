import { readFileSync } from 'node:fs';
import path from 'node:path';
import { processesOf } from '../../bench/support/process-tree.ts';
import type { ExampleSite } from './site.ts';

/**
 * The process of a running engine by its name: `supervisor`, `control-plane`, `global`, or a
 * region.
 */
export function pidOf(site: ExampleSite, name: string): number {
  const text = readFileSync(path.join(site.state, 'processes.json'), 'utf8');
  const found = (JSON.parse(text) as { name: string; pid: number }[]).find(
    (one) => one.name === name,
  );
  if (found === undefined) throw new Error(`no process ${name} is on record`);
  return found.pid;
}

/** The shell that ends what the supervisor leaves. */
export function reaperOf(site: ExampleSite): number {
  const found = processesOf(site.folder).find(({ pid }) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reaper.sh'),
  );
  if (found === undefined) throw new Error('there is no reaper');
  return found.pid;
}
