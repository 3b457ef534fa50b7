import { ExampleSite } from '../test/support/site.ts';
import { atMost, type Figure } from './support/figures.ts';
import { cpuSeconds, processesOf, residentMegabytes } from './support/process-tree.ts';

const SETTLE_MS = 10_000;
const WATCHED_MS = 30_000;

/** What the whole tree costs while nobody visits: probes, checks and alarms go on. */
export async function measureIdle(): Promise<Figure[]> {
  await using site = new ExampleSite();
  await site.up();
  await pause(SETTLE_MS);
  const before = cpuSeconds(processesOf(site.folder));
  await pause(WATCHED_MS);
  const processes = processesOf(site.folder);
  const share = ((cpuSeconds(processes) - before) / (WATCHED_MS / 1000)) * 100;
  return [
    atMost(`idle: CPU of ${processes.length} processes`, share, '% of a core', 5),
    atMost('idle: resident memory of the tree', residentMegabytes(processes), 'MB', 700),
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
