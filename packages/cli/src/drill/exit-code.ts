import type { Verdict } from '@understudy/drill/report';

/** What `drill` ends with when an expectation or an objective was missed. */
export const MISSED_EXIT_CODE = 3;
/**
 * When the machine did not keep up, and nothing was proven. sysexits' EX_TEMPFAIL: to be tried
 * again. https://man.openbsd.org/sysexits.3
 */
export const INCONCLUSIVE_EXIT_CODE = 75;

/** Of several drills the gravest; undefined: all is well. */
export function exitCodeOf(
  before: number | string | null | undefined,
  verdict: Verdict,
): number | string | null | undefined {
  if (verdict === 'missed') return MISSED_EXIT_CODE;
  return verdict === 'inconclusive' && before !== MISSED_EXIT_CODE
    ? INCONCLUSIVE_EXIT_CODE
    : before;
}
