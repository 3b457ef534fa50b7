import { describe, expect, it } from 'vitest';
import {
  checkSubscriptionPolicy,
  checkTopicPolicy,
  effectivePolicy,
  retryDelays,
} from './delivery-policy.ts';

const subscription = (healthyRetryPolicy: object): string => JSON.stringify({ healthyRetryPolicy });

describe('a delivery policy', () => {
  it('is three retries, 20 seconds apart, by default', () => {
    const { retry, contentType } = effectivePolicy(undefined);
    expect(retryDelays(retry)).toEqual([20, 20, 20]);
    expect(contentType).toBe('text/plain; charset=UTF-8');
  });

  it('has the four phases of the example in the developer guide', () => {
    const { retry } = effectivePolicy(
      undefined,
      subscription({
        ...{ minDelayTarget: 1, maxDelayTarget: 60, numRetries: 50, numNoDelayRetries: 3 },
        ...{ numMinDelayRetries: 2, numMaxDelayRetries: 35, backoffFunction: 'exponential' },
      }),
    );
    const delays = retryDelays(retry);
    expect(delays).toHaveLength(50);
    expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(delays[14]).toBeCloseTo(60);
    expect(delays.slice(15)).toEqual(Array.from({ length: 35 }, () => 60));
    for (let index = 6; index < 15; index += 1)
      expect(delays[index]).toBeGreaterThan(delays[index - 1] ?? 0);
  });

  it('of the topic wins where it forbids overrides', () => {
    const topic = (disableSubscriptionOverrides: boolean): string =>
      JSON.stringify({
        http: { defaultHealthyRetryPolicy: { numRetries: 1 }, disableSubscriptionOverrides },
      });
    const own = subscription({ numRetries: 2 });
    expect(effectivePolicy(topic(false), own).retry.numRetries).toBe(2);
    expect(effectivePolicy(topic(true), own).retry.numRetries).toBe(1);
  });

  it.each([
    ['no JSON', '{', 'failed to parse JSON'],
    ['throttling', '{"throttlePolicy":{"maxReceivesPerSecond":1}}', 'throttlePolicy'],
    ['more phases than retries', subscription({ numRetries: 1, numNoDelayRetries: 2 }), 'phases'],
    ['a least delay above the greatest', subscription({ minDelayTarget: 30 }), 'minDelayTarget'],
    ['hours', subscription({ numRetries: 100, maxDelayTarget: 3_600 }), '3600 seconds'],
  ])('is refused with %s', (_, text, reason) => {
    expect(() => checkSubscriptionPolicy(text)).toThrow(reason);
  });

  it('of a topic is held to its own form', () => {
    expect(() => checkTopicPolicy(subscription({}))).toThrow('http');
  });
});
