import type { CacheBehavior, Distribution } from '@understudy/contract';
import type { Trace } from '../net/traces.ts';
import type { ViewerAnswer } from './answer.ts';
import type { ViewerFacts } from './origin/origin-request-policy.ts';

/** A viewer's request, with all that was decided about it before an origin is asked. */
export interface Question {
  distribution: Distribution;
  behavior: CacheBehavior;
  facts: ViewerFacts;
  requestId: string;
  secure: boolean;
  /** Of a request that somebody wants explained. */
  trace?: Trace | undefined;
}

/** What the response headers policy adds. */
export function withResponseHeaders(answer: ViewerAnswer, behavior: CacheBehavior): ViewerAnswer {
  for (const { name, value, override } of behavior.responseHeaders) {
    const key = name.toLowerCase();
    if (override || answer.headers[key] === undefined) answer.headers[key] = value;
  }
  return answer;
}

/** Path and query of a raw target. */
export function splitTarget(target: string): [string, string] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}
