/**
 * Directives by their names in lower case, with their values. Of several of one name the first
 * counts, as RFC 9111, section 4.2.1, has it of those that say how fresh an answer is.
 */
export type CacheControl = ReadonlyMap<string, string>;

const DIRECTIVE = /([\w!#$%&'*+.^`|~-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

export function parseCacheControl(text: string | undefined): CacheControl {
  const directives = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of (text ?? '').matchAll(DIRECTIVE)) {
    const lower = name.toLowerCase();
    if (!directives.has(lower)) directives.set(lower, quoted ?? token);
  }
  return directives;
}

/**
 * Seconds that a directive gives, `undefined` without it. What is no number of seconds is none, so
 * that invalid freshness is stale (RFC 9111, section 4.2.1).
 */
export function secondsOf(control: CacheControl, directive: string): number | undefined {
  const value = control.get(directive);
  if (value === undefined) return undefined;
  return /^\d+$/.test(value) ? Number(value) : 0;
}

/** The directive without field names, which speaks of the whole answer. */
export function hasWhole(control: CacheControl, directive: 'no-cache' | 'private'): boolean {
  return control.get(directive) === '';
}

/**
 * Headers that a cache must not give to others: RFC 9111, sections 5.2.2.4 and 5.2.2.7. "If … you
 * don't want CloudFront to cache the Set-Cookie headers …, configure your origin to add a
 * Cache-Control header with a no-cache directive that specifies Set-Cookie as a field name."
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html
 */
export function fieldsNotStored(control: CacheControl): string[] {
  return ['no-cache', 'private']
    .flatMap((directive) => (control.get(directive) ?? '').split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}
