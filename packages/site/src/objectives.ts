import { z } from 'zod';

/** What a drill holds the site to. */
export interface ObjectivesOptions {
  /**
   * How long visitors may be without the site: seconds, or a text such as `'2 minutes'`.
   * @default - none
   */
  rto?: number | string;
  /**
   * How old what the standby lacks may be: seconds, or a text such as `'30 seconds'`.
   * @default - none
   */
  rpo?: number | string;
  /**
   * The share of requests that may fail while the fault lasts, from 0 to 1.
   * @default - none
   */
  errorBudget?: number;
  /**
   * The kinds of clients whose recovery is held to `rto`.
   * @default ['fresh', 'mobile']
   */
  profiles?: ('fresh' | 'browser' | 'mobile' | 'resolver-overcaches' | 'jvm-forever')[];
}

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };
const DURATION = /^(\d+(?:\.\d+)?) (second|minute|hour)s?$/;

const duration = z
  .custom<number | string>(
    (value) =>
      typeof value === 'number' ? value > 0 : typeof value === 'string' && DURATION.test(value),
    "not a duration; use seconds, or a text such as '2 minutes'",
  )
  .transform((value) => (typeof value === 'number' ? value : secondsOf(value)));

function secondsOf(text: string): number {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 1);
}

export const objectives = z.strictObject(
  {
    rto: duration.optional(),
    rpo: duration.optional(),
    errorBudget: z
      .number('must be a number; use one from 0 to 1')
      .min(0, 'too small; use at least 0')
      .max(1, 'too large; use at most 1')
      .optional(),
    profiles: z
      .array(
        z.enum(
          ['fresh', 'browser', 'mobile', 'resolver-overcaches', 'jvm-forever'],
          'not a kind of client; use fresh, browser, mobile, resolver-overcaches or jvm-forever',
        ),
        'must be a list; use [PROFILE, …]',
      )
      .default(['fresh', 'mobile']),
  },
  'must be an object; use { rto, rpo, errorBudget, profiles }',
);
