import type { CacheBehavior, CachePolicy } from '@understudy/contract';

type Headers = Readonly<Record<string, string | undefined>>;

interface Choice {
  behavior: 'none' | 'whitelist' | 'allExcept' | 'all';
  items: readonly string[];
}

/** What of a request makes it another object. The distribution and the path always do. */
export function cacheKey(
  request: {
    distributionId: string;
    method: string;
    path: string;
    query: string;
    headers: Headers;
  },
  behavior: CacheBehavior,
): string {
  const { cachePolicy } = behavior;
  const headers = pick(request.headers, cachePolicy.headers).map(
    ([name, value]) => `${name}:${value}`,
  );
  const cookies = pickCookies(request.headers['cookie'], cachePolicy.cookies);
  return [
    request.distributionId,
    // Answers to OPTIONS are cached apart from those to GET and HEAD.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesCachedHTTPMethods
    request.method === 'OPTIONS' ? request.method : '',
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

export function isChosen(name: string, choice: Choice, foldCase: boolean): boolean {
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
