import type { SurgeStep } from '../scenario/scenario.ts';

/**
 * What surges bring in a second, at most, to a standby that visitors are led to from `fromSeconds`
 * on: those that are over by then never come to it.
 */
export function surgeLoad(surges: readonly SurgeStep[], fromSeconds: number): number {
  const there = surges.map(({ atSeconds, forSeconds = Infinity, perSecond }) => ({
    ...{ begins: Math.max(atSeconds, fromSeconds), ends: atSeconds + forSeconds, perSecond },
  }));
  // It is highest when one of them begins.
  const loads = there
    .filter(({ begins, ends }) => begins < ends)
    .map(({ begins: moment }) =>
      there
        .filter(({ begins, ends }) => begins <= moment && moment < ends)
        .reduce((sum, { perSecond }) => sum + perSecond, 0),
    );
  return Math.max(0, ...loads);
}
