import type { Report } from '../report/schema.ts';
import { phrase } from '../report/words/phrases/phrase.ts';

/** What one has of the machine's pace, in seconds of AWS time. */
export interface Pace {
  /** Between when a request was due and when it was sent: the 99th percentile. */
  lateSeconds: number;
  /** A page before anything was broken: the 90th percentile. */
  pageSeconds: number;
  /**
   * How often the primary's checks turned unhealthy for want of an answer, though all was healed.
   */
  checksTimedOut: number;
}

/**
 * Of AWS time. A health checker waits for an answer so long; a machine that is slower at the
 * drill's speed fails checks of its own, and what is measured then is the machine.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const PACE_SECONDS_MAX = 2;
export const LATE_PERCENT = 99;
export const PAGE_PERCENT = 90;

/** Whether the machine kept up with the speed: what must hold for the others to say anything. */
export function judgePace(pace: Pace): Report['expectations'] {
  const bound = { bound: PACE_SECONDS_MAX };
  const { lateSeconds, pageSeconds, checksTimedOut } = pace;
  return [
    row(phrase('expect.sent', bound), lateSeconds),
    row(phrase('expect.pages', bound), pageSeconds),
    ...(checksTimedOut === 0 ? [] : [checksRow(checksTimedOut)]),
  ];
}

function checksRow(count: number): Report['expectations'][number] {
  const { text, say } = phrase('seen.timed-out', { count });
  const expected = phrase('expect.in-time');
  return { of: 'machine', ...expected, measured: text, sayMeasured: say, met: false };
}

function row(expected: ReturnType<typeof phrase>, took: number): Report['expectations'][number] {
  const { text, say } = phrase('seen.took', { took });
  return {
    ...{ of: 'machine', ...expected, measured: text, sayMeasured: say },
    met: took <= PACE_SECONDS_MAX,
  };
}

/** What a machine's fault has spoilt is neither passed nor missed. */
export function verdictOf(expectations: Report['expectations']): Report['verdict'] {
  if (expectations.some(({ of, met }) => of === 'machine' && !met)) return 'inconclusive';
  return expectations.every(({ met }) => met) ? 'passed' : 'missed';
}
