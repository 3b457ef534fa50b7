import { fail } from '../../kernel/fail.ts';
import { failInvalid } from './logs-store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const CHARACTERS_MAX = 1_024;

/** A term, quoted or not, with what stands before it: `-` excludes, `?` is one of several. */
const TERM = /^([-?]?)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))$/;

/**
 * Which messages a pattern of terms matches: all of the plain ones, one at least of those with `?`,
 * none of those with `-`; upper and lower case differ. "If a filter pattern has both, the `?` is
 * ignored". Throws for other patterns.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilter(pattern: string): (message: string) => boolean {
  if (pattern.length > CHARACTERS_MAX) failInvalid('Invalid filter pattern');
  const text = pattern.trim();
  if (/^[{[]|%/.test(text))
    fail(
      'UnsupportedOperation',
      'Filter patterns for JSON, for columns and with regular expressions are not supported by this engine.',
    );
  const terms = (text.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+|"/g) ?? []).map(readTerm);
  const of = (sign: string): string[] =>
    terms.filter((term) => term.sign === sign).map((term) => term.text);
  const [all, none, some] = [of(''), of('-'), of('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (all.length + none.length > 0 ||
      some.length === 0 ||
      some.some((term) => message.includes(term)));
}

function readTerm(given: string): { sign: string; text: string } {
  const found = TERM.exec(given);
  if (found === null) return failInvalid('Invalid filter pattern');
  const [, sign = '', quoted, plain] = found;
  return { sign, text: plain ?? (quoted ?? '').replace(/\\(.)/g, '$1') };
}
