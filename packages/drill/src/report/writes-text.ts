import { count } from './words/quantities.ts';
import type { Words } from './words/index.ts';
import type { Writes } from './writes-schema.ts';

/** All counts, as one sentence. */
export function writesText(seen: Writes, { writes: of }: Words): string {
  const { begun, failed } = seen.visits;
  const compared = [
    of.lost(count(seen.lost.count)),
    of.doubled(count(seen.doubled.count)),
    of.soldTwice(count(seen.soldTwice.count)),
    of.diverged(count(seen.diverged)),
  ];
  return [
    of.visits(count(begun), count(failed)),
    of.acknowledged(count(seen.acknowledged)),
    ...(seen.isCompared ? compared : [of.notCompared]),
  ].join('; ');
}
