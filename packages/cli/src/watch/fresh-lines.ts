import type { InstanceOutputs } from '@understudy/contract';

type Output = InstanceOutputs['instances'][number];

/** How much a follower shows of what was written before it began. */
const BEFORE_LINES = 10;

/**
 * What an instance wrote since it was last looked at, by how many lines it had written then;
 * `missed` are those that the engine no longer had. Of one that is new to a follower, the last
 * lines.
 */
export function freshLines(
  seen: number | undefined,
  { written, lines }: Pick<Output, 'written' | 'lines'>,
): { lines: string[]; missed: number } {
  if (seen === undefined) return { lines: lines.slice(-BEFORE_LINES), missed: 0 };
  const count = Math.max(0, written - seen);
  const fresh = count === 0 ? [] : lines.slice(-count);
  return { lines: fresh, missed: count - fresh.length };
}
