import type { CacheBehavior } from '@understudy/contract';
import type { Question } from '../question.ts';
import type { CachedObject } from './object/object-cache.ts';

/** How a cache puts into words what it decided; nothing where nobody asks. */

export function tellKey({ trace }: Question, key: string): void {
  if (trace === undefined) return;
  const [, method = '', path = '', query = '', headers = '', cookies = '', coding = ''] =
    key.split('\u0000');
  const parts = [
    `path ${path}`,
    query === '' ? 'no query' : `query ${query}`,
    headers === '' ? 'no headers' : `headers ${headers.replaceAll('\n', ', ')}`,
    cookies === '' ? 'no cookies' : `cookies ${cookies}`,
    coding === '' ? 'no encoding' : `encoding ${coding}`,
    ...(method === '' ? [] : [method]),
  ];
  trace.reasons.add('edge.cache-key', `the cache key has ${parts.join(', ')}`, {
    facts: { path, query, headers, cookies, encoding: coding },
  });
}

/** Why the cache is not even asked. */
export function tellUncacheable({ trace, behavior, facts }: Question): void {
  const why =
    behavior.cachePolicy.maxTtlSeconds === 0
      ? 'the behavior has caching disabled'
      : behavior.cachedMethods.includes(facts.method)
        ? 'a part of an object is asked for'
        : `${facts.method} is not among its cached methods`;
  trace?.reasons.add('edge.cache', `the cache is not asked: ${why}`, {
    mark: 'passed-over',
    facts: { result: 'not-cacheable' },
  });
}

/** A copy is given without a word to the origin. */
export function tellHit({ trace }: Question, object: CachedObject, nowMs: number): void {
  const freshSeconds = Math.round((object.freshUntilMs - nowMs) / 1_000);
  const says =
    freshSeconds > 0
      ? `hit: a copy is kept and fresh for another ${freshSeconds} s`
      : 'hit: a stale copy is given while it is renewed behind the viewer (stale-while-revalidate)';
  trace?.reasons.add('edge.cache', says, {
    mark: 'chosen',
    facts: { result: 'hit', freshSeconds },
  });
}

/** Somebody else asks the origin the same already. */
export function tellShared({ trace }: Question): void {
  const says = 'the same is on its way for another viewer, whose answer is shared';
  trace?.reasons.add('edge.cache', says, { mark: 'chosen', facts: { result: 'shared' } });
}

export function tellMiss(
  { trace }: Question,
  stale: CachedObject | undefined,
  nowMs: number,
): void {
  const forSeconds = stale && Math.round((nowMs - stale.freshUntilMs) / 1_000);
  const says =
    forSeconds === undefined
      ? 'miss: no copy is kept under this key'
      : `the copy is stale for ${forSeconds} s: the origin is asked whether it is still good`;
  trace?.reasons.add('edge.cache', says, {
    mark: 'ill',
    facts: { result: stale === undefined ? 'miss' : 'stale' },
  });
}

/** What becomes of a stale copy once the origin has answered, or has not. */
export function tellRenewed({ trace }: Question, status: number): void {
  const says =
    status === 304
      ? 'the copy is still good (304) and is given'
      : `the origin fails with ${status}: the stale copy is given instead`;
  trace?.reasons.add('edge.cache', says, { mark: 'chosen', facts: { result: 'renewed', status } });
}

export function tellKept(
  { trace, behavior }: Question,
  kept: { freshUntilMs: number } | undefined,
  nowMs: number,
): void {
  if (trace === undefined) return;
  const seconds = kept && Math.round((kept.freshUntilMs - nowMs) / 1_000);
  const says =
    seconds === undefined
      ? `the answer is not kept: ${whyNotKept(behavior)}`
      : `the answer is kept for ${seconds} s`;
  trace.reasons.add('edge.cache', says, { facts: { result: 'kept', seconds: seconds ?? 0 } });
}

function whyNotKept({ cachePolicy }: CacheBehavior): string {
  return `its status, its Cache-Control or its size forbids it (the policy's times are ${cachePolicy.minTtlSeconds}, ${cachePolicy.defaultTtlSeconds} and ${cachePolicy.maxTtlSeconds} s)`;
}
