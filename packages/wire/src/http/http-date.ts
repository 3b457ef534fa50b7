const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;
const MONTH = `(?<month>${MONTHS.join('|')})`;
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';

/**
 * The three forms of RFC 9110, section 5.6.7, which is case-sensitive and knows no zone but GMT.
 */
const IMF_FIXDATE = RegExp(
  String.raw`^${SHORT_DAY}, (?<day>\d\d) ${MONTH} (?<year>\d{4}) ${TIME} GMT$`,
);
const RFC850_DATE = RegExp(
  String.raw`^${LONG_DAY}, (?<day>\d\d)-${MONTH}-(?<year>\d\d) ${TIME} GMT$`,
);
const ASCTIME_DATE = RegExp(
  String.raw`^${SHORT_DAY} ${MONTH} (?<day>\d\d| \d) ${TIME} (?<year>\d{4})$`,
);

/** Where no clock is at hand: it decides only about dates that are some fifty years away. */
const REFERENCE_MS = Date.UTC(2026, 0, 1);

/**
 * When an HTTP date is.
 *
 * @param nowMs by which the century of RFC 850's years of two digits is told
 * @returns milliseconds since the epoch; `undefined` if the text is not an HTTP date
 */
export function httpDateMs(text: string, nowMs = REFERENCE_MS): number | undefined {
  const full = IMF_FIXDATE.exec(text) ?? ASCTIME_DATE.exec(text);
  if (full?.groups !== undefined) return instant(full.groups, Number(full.groups['year']));
  const { groups } = RFC850_DATE.exec(text) ?? {};
  if (groups === undefined) return undefined;
  const year = Number(groups['year']);
  const century = Math.floor(new Date(nowMs).getUTCFullYear() / 100) * 100;
  const next = instant(groups, century + 100 + year);
  const same = instant(groups, century + year);
  // Recipients "MUST interpret a timestamp that appears to be more than 50 years in the future as
  // representing the most recent year in the past that had the same last two digits."
  const latestMs = new Date(nowMs);
  latestMs.setUTCFullYear(latestMs.getUTCFullYear() + 50);
  return (
    [next, same].find((ms) => ms !== undefined && ms <= latestMs.getTime()) ??
    instant(groups, century - 100 + year)
  );
}

/** Undefined for what no calendar or clock shows. A leap second is the first of the next minute. */
function instant(
  { day, month = '', hour, minute, second }: Record<string, string | undefined>,
  year: number,
): number | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(month), Number(day));
  if (date.getUTCDate() !== Number(day)) return undefined;
  return date.setUTCHours(Number(hour), Number(minute), Number(second));
}
