import type { StatusReport } from '../../test/support/site.ts';
import { cpuMicroseconds } from './cpu.ts';

const ROUNDS = 3;
const ROUND_MS = 3_000;
const WARM_MS = 2_000;

/** Something that requests are sent to, and whose processes' CPU they cost. */
export interface Way {
  pids: readonly number[];
  /** Sends requests for so long; gives how many were answered. */
  load(ms: number): Promise<number>;
}

/**
 * Microseconds of CPU a request by each way, the median of three rounds. The ways take turns, so
 * that what else the machine does falls on all of them.
 */
export async function costsInTurn<Name extends string>(
  ways: Readonly<Record<Name, Way>>,
): Promise<Record<Name, number>> {
  const named = Object.entries<Way>(ways);
  for (const [, way] of named) await cost(way, WARM_MS);
  const costs = new Map<string, number[]>(named.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, way] of named) costs.get(name)?.push(await cost(way, ROUND_MS));
  const medians = [...costs].map(([name, values]) => [name, median(values)]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

export function pidOf({ processes }: StatusReport, name: string): number {
  const found = processes.find((one) => one.name === name)?.pid;
  if (found == null) throw new Error(`process ${name} does not run`);
  return found;
}

async function cost({ pids, load }: Way, ms: number): Promise<number> {
  const before = cpuMicroseconds(pids);
  const answered = await load(ms);
  return (cpuMicroseconds(pids) - before) / answered;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
