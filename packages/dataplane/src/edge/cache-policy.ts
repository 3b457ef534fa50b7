import type { CacheBehavior, CachePolicy } from '@understudy/contract';

type Headers = Readonly<Record<string, string | undefined>>;

interface Choice {
  behavior: 'none' | 'whitelist' | 'allExcept' | 'all';
  items: readonly string[];
}

/** CloudFront's least time for errors, unless a custom error response says otherwise. */
export const ERROR_TTL_SECONDS = 10;

/**
 * Errors that are cached whatever the origin says, and those that are only with Cache-Control.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const ERRORS_CACHED: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const ERRORS_CACHED_IF_TOLD: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);

/**
 * For how many seconds an answer may be kept; 0 means not at all.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#expiration-individual-objects
 */
export function timeToLive(
  answer: { status: number; headers: Headers },
  policy: CachePolicy,
  context: { wallMs: number; errorTtlSeconds: number },
): number {
  const control = parseCacheControl(answer.headers['cache-control']);
  const told = toldSeconds(control, answer.headers, context.wallMs);
  if (answer.status >= 400) return errorSeconds(answer.status, told, context.errorTtlSeconds);
  if (control.has('no-store') || control.has('no-cache') || control.has('private'))
    return policy.minTtlSeconds;
  if (told === undefined) return Math.max(policy.minTtlSeconds, policy.defaultTtlSeconds);
  return Math.min(Math.max(told, policy.minTtlSeconds), policy.maxTtlSeconds);
}

function errorSeconds(status: number, told: number | undefined, leastSeconds: number): number {
  if (ERRORS_CACHED.has(status)) return Math.max(leastSeconds, told ?? 0);
  return ERRORS_CACHED_IF_TOLD.has(status) && told !== undefined ? Math.max(leastSeconds, told) : 0;
}

/** s-maxage before max-age before Expires. RFC 9111 §4.2.1 */
function toldSeconds(
  control: Map<string, string>,
  headers: Headers,
  wallMs: number,
): number | undefined {
  for (const directive of ['s-maxage', 'max-age']) {
    const seconds = Number(control.get(directive));
    if (control.has(directive) && Number.isInteger(seconds) && seconds >= 0) return seconds;
  }
  const expiresMs = headers['expires'] === undefined ? Number.NaN : Date.parse(headers['expires']);
  if (Number.isNaN(expiresMs)) return headers['expires'] === undefined ? undefined : 0;
  return Math.max(0, Math.floor((expiresMs - wallMs) / 1000));
}

export function parseCacheControl(text: string | undefined): Map<string, string> {
  const parts = (text ?? '').split(',').map((part) => part.trim().toLowerCase());
  return new Map(
    parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim().replaceAll('"', '')];
      }),
  );
}

/** What of a request makes it another object. The distribution and the path always do. */
export function cacheKey(
  request: { distributionId: string; path: string; query: string; headers: Headers },
  behavior: CacheBehavior,
): string {
  const { cachePolicy } = behavior;
  const headers = pick(request.headers, cachePolicy.headers).map(
    ([name, value]) => `${name}:${value}`,
  );
  const cookies = pickCookies(request.headers['cookie'], cachePolicy.cookies);
  return [
    request.distributionId,
    request.path,
    pickQuery(request.query, cachePolicy.queryStrings),
    headers.join('\n'),
    cookies,
    encodingOf(request.headers['accept-encoding'], cachePolicy),
  ].join('\u0000');
}

/** Accept-Encoding as the cache key has it: what the policy enables and the viewer takes. */
export function encodingOf(
  accepted: string | undefined,
  policy: CachePolicy,
): '' | 'br' | 'gzip' | 'br,gzip' {
  const names = new Set(
    (accepted ?? '')
      .split(',')
      .map((part) =>
        /;\s*q=0(\.0+)?\s*$/.test(part) ? '' : (part.split(';')[0] ?? '').trim().toLowerCase(),
      ),
  );
  const brotli = policy.enableBrotli && names.has('br');
  const gzip = policy.enableGzip && names.has('gzip');
  if (brotli && gzip) return 'br,gzip';
  if (brotli) return 'br';
  return gzip ? 'gzip' : '';
}

export function pick(headers: Headers, choice: Choice): [string, string][] {
  return Object.entries(headers)
    .filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && isChosen(entry[0], choice, true),
    )
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

export function pickQuery(query: string, choice: Choice): string {
  if (choice.behavior === 'all') return query;
  return query
    .split('&')
    .filter((part) => part !== '' && isChosen(decode(part.split('=')[0] ?? ''), choice, false))
    .join('&');
}

export function pickCookies(cookie: string | undefined, choice: Choice): string {
  const parts = (cookie ?? '').split(';').map((part) => part.trim());
  return parts
    .filter((part) => part !== '' && isChosen(part.split('=')[0] ?? '', choice, false))
    .join('; ');
}

function isChosen(name: string, choice: Choice, foldCase: boolean): boolean {
  const listed = choice.items.some((item) =>
    foldCase ? item.toLowerCase() === name.toLowerCase() : item === name,
  );
  switch (choice.behavior) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'whitelist':
      return listed;
    case 'allExcept':
      return !listed;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
