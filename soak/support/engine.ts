import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExampleSite } from '../../test/support/site.ts';

export interface RunningProcess {
  name: string;
  pid: number;
  state: string;
}

/** The tree's processes as the engine's own port tells them. */
export async function processesOfEngine(site: ExampleSite): Promise<RunningProcess[]> {
  const { endpoint, token } = site.endpoint;
  const response = await fetch(`${endpoint}/_understudy/state`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(5_000),
  });
  const { processes } = (await response.json()) as { processes: RunningProcess[] };
  return processes;
}

/**
 * What a process wrote that died of itself: Node's report of an exception, or an out-of-memory
 * abort.
 */
const CRASH = /^(?:Uncaught|\w*Error\b.*\n\s+at |.*unhandled|FATAL ERROR|\s+throw )/m;

/** Crashes in the logs of the engine's processes; a kill leaves none. */
export function crashesIn(site: ExampleSite, regions: readonly string[]): string[] {
  const logs = [
    'engine.log',
    'global/process.log',
    ...regions.map((region) => `regions/${region}/process.log`),
  ];
  return logs.flatMap((log) => {
    const text = readIfThere(path.join(site.state, log));
    const found = CRASH.exec(text);
    return found === null ? [] : [`${log}: ${text.slice(found.index, found.index + 300)}`];
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether the condition comes to hold in time. */
export async function becomes(
  condition: () => boolean | Promise<boolean>,
  options: { withinMs: number; pauseMs?: number },
): Promise<boolean> {
  const deadlineMs = performance.now() + options.withinMs;
  do {
    if (await condition()) return true;
    await pause(options.pauseMs ?? 5);
  } while (performance.now() < deadlineMs);
  return false;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
