import type { Clock } from '@understudy/contract';
import type { ViewerAnswer } from '../../answer.ts';
import type { OriginAnswer } from '../../origin/origin-fetcher.ts';
import type { ViewerFacts } from '../../origin/origin-request-policy.ts';
import type { Question } from '../../question.ts';
import { pickQuery } from '../cache-key.ts';
import { codingFor } from '../compression/compressible.ts';
import { compressed } from '../compression/compression.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { OBJECT_BYTES_MAX, type ObjectHead } from '../object/object-cache.ts';
import { divided, objectHeaders } from '../object/object-headers.ts';
import type { ObjectPart } from '../object/partial-object.ts';
import { readContentRange, readRange } from '../range/range.ts';
import { withoutRemoved } from '../object/removed-headers.ts';
import { fieldOf, storable, type StoredHeaders } from '../object/stored-headers.ts';
import { errorTtl } from './time-to-live.ts';

/** An origin's answer as viewers get it, and as the cache would have it. */
export interface Received {
  passed: ViewerAnswer;
  /** Of the body, where the origin has told it and the edge does not change it. */
  length: number | undefined;
  /** Absent where the head tells already that it is not kept. */
  kept: { head: ObjectHead; once: StoredHeaders } | undefined;
  /** Which part of the object it is, if it is a part. */
  part: ObjectPart | undefined;
}

export function received(got: OriginAnswer, question: Question, clock: Clock): Received {
  const { behavior, distribution, facts } = question;
  const { status } = got;
  const sent = storable(got.headers);
  const accepted = facts.headers['accept-encoding'];
  const coding =
    facts.method === 'GET' ? codingFor({ status, headers: sent }, behavior, accepted) : undefined;
  const told = fieldOf(sent, 'content-length');
  const length = coding === undefined && told !== undefined ? Number(told) : undefined;
  const passed: ViewerAnswer = {
    status,
    headers: objectHeaders({ sent, coding }, behavior, length),
    body: coding === undefined ? got.body : compressed(got.body, coding),
    result: status >= 400 ? 'Error' : 'Miss',
  };
  const part = status === 206 ? partOf(sent, facts) : undefined;
  const freshness = keptFreshness(part === undefined ? status : 200, sent, question, clock);
  if (freshness === undefined || Number(told ?? 0) > OBJECT_BYTES_MAX)
    return { passed, length, kept: undefined, part };
  const { stored, once } = divided(sent);
  if (part !== undefined) {
    delete stored['content-range'];
    stored['content-length'] = String(part.length);
  }
  const head = {
    distributionId: distribution.id,
    path: facts.path,
    query: pickQuery(facts.query, behavior.cachePolicy.queryStrings),
    status: part === undefined ? status : 200,
    sent: stored,
    coding,
    headers: objectHeaders({ sent: stored, coding }, behavior, part?.length ?? length),
    ...freshness,
  };
  return { passed, length, kept: { head, once: withoutRemoved(once, behavior) }, part };
}

/** Several parts in one body are the viewer's only. */
function partOf(headers: StoredHeaders, { headers: asked }: ViewerFacts): ObjectPart | undefined {
  if (readRange(asked['range'])?.length !== 1) return undefined;
  const part = readContentRange(fieldOf(headers, 'content-range'));
  if (part === undefined) return undefined;
  const length = part.end + 1 - part.start;
  // One that is not as long as it says is passed on as it is.
  return Number(fieldOf(headers, 'content-length') ?? length) === length ? part : undefined;
}

/** Whether an answer is all of an object. */
export function isWhole(status: number, method: string): boolean {
  return status !== 206 && status !== 304 && method !== 'HEAD';
}

function keptFreshness(
  status: number,
  headers: StoredHeaders,
  { behavior, distribution, facts }: Question,
  clock: Clock,
): Freshness | undefined {
  if (!isWhole(status, facts.method)) return undefined;
  return freshnessOf({ status, headers }, behavior, {
    nowMs: clock.nowMs(),
    wallMs: clock.wallMs(),
    errorTtlSeconds: errorTtl(distribution, status),
  });
}
