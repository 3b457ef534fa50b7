import { sha256 } from '@understudy/wire';
import { fail } from '../../kernel/fail.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { Ec2Store } from './ec2-store.ts';
import { readAnswer, sortedJson, writeAnswer } from './kept-answer.ts';
import type { ClientTokenRecord } from './records.ts';

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
const TOKEN_CHARACTERS_MAX = 64;

/**
 * AWS keeps a token for 24 hours at least.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Run_Instance_Idempotency.html
 */
const LIFETIME_MS = 86_400_000;

/** Of a region; beyond them the oldest is forgotten. */
export const CLIENT_TOKENS_MAX = 200;

/**
 * Does what a request with a client token asks for once: the same request is answered as it was
 * the first time, and another one with its token is refused. What fails leaves no token.
 */
export function once(
  store: Ec2Store,
  { region }: RequestContext,
  request: { operation: string; token: string; input: object },
  perform: () => unknown,
): unknown {
  const { operation, token, input } = request;
  checkToken(token);
  const key = `${operation}/${token}`;
  const inputSha256 = sha256(sortedJson(input));
  const nowMs = store.deps.clock.nowMs();
  const held = store.clientTokens.get(region, key);
  if (held !== undefined && nowMs - held.createdMs < LIFETIME_MS) {
    if (held.inputSha256 === inputSha256) return readAnswer(held.answer);
    fail(
      'IdempotentParameterMismatch',
      'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    );
  }
  let answer: unknown;
  store.deps.state.atOnce(() => {
    answer = perform();
    forgetOld(store, region, nowMs);
    const record = { key, inputSha256, answer: writeAnswer(answer), createdMs: nowMs };
    store.clientTokens.put(region, key, record);
  });
  return answer;
}

/** Leaves room for one more. */
function forgetOld(store: Ec2Store, region: string, nowMs: number): void {
  const oldestFirst = (a: ClientTokenRecord, b: ClientTokenRecord): number =>
    a.createdMs - b.createdMs;
  const held = store.clientTokens.list(region).sort(oldestFirst);
  const surplus = held.length - CLIENT_TOKENS_MAX + 1;
  for (const [index, { key, createdMs }] of held.entries())
    if (index < surplus || nowMs - createdMs >= LIFETIME_MS) store.clientTokens.delete(region, key);
}

function checkToken(token: string): void {
  if (token.length > TOKEN_CHARACTERS_MAX || !/^[\x20-\x7e]*$/.test(token))
    fail('InvalidParameterValue', `The client token '${token}' is not valid.`);
}
