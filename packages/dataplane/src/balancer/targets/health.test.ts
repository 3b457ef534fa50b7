import type { ListenerAction } from '@understudy/contract';
import { describe, expect, test } from 'vitest';
import { balancerHealth, forwardedGroups } from '../balancer-health.ts';
import { combine, observe, unobserved, type CheckResult } from './health.ts';
import { statusMatches } from '../listener/matcher.ts';

describe('a matcher', () => {
  test.each([
    ['200', 200, true],
    ['200', 201, false],
    ['200-299,301', 250, true],
    ['200-299,301', 301, true],
    ['200-299,301', 300, false],
    ['200, 204', 204, true],
  ])('%s and %d: %s', (matcher, status, expected) => {
    expect(statusMatches(matcher, status)).toBe(expected);
  });
});

describe('target health', () => {
  const settings = { matcher: '200', healthyThreshold: 3, unhealthyThreshold: 2 };
  const PASS: CheckResult = { kind: 'response', status: 200 };
  const FAIL: CheckResult = { kind: 'failed' };
  const after = (results: CheckResult[]): string =>
    results.reduce((before, result) => observe(before, result, settings), unobserved()).health
      .state;

  test.each([
    ['one pass of a new target', [PASS], 'healthy'],
    ['one failure of a new target', [FAIL], 'initial'],
    ['a new target that never passes', [FAIL, FAIL], 'unhealthy'],
    ['one failure', [PASS, FAIL], 'healthy'],
    ['failures that are not in a row', [PASS, FAIL, PASS, FAIL], 'healthy'],
    ['enough failures', [PASS, FAIL, FAIL], 'unhealthy'],
    ['too few passes', [FAIL, FAIL, PASS, PASS], 'unhealthy'],
    ['passes that are not in a row', [FAIL, FAIL, PASS, PASS, FAIL, PASS], 'unhealthy'],
    ['enough passes', [FAIL, FAIL, PASS, PASS, PASS], 'healthy'],
  ])('after %s', (_, results, state) => {
    expect(after(results)).toBe(state);
  });

  test('of several nodes is healthy when one says so', () => {
    const seen = (results: CheckResult[]) =>
      results.reduce((before, result) => observe(before, result, settings), unobserved());
    expect(combine([seen([FAIL, FAIL]), seen([PASS])]).state).toBe('healthy');
    expect(combine([seen([FAIL, FAIL]), seen([FAIL])]).state).toBe('initial');
    expect(combine([seen([FAIL, FAIL]), seen([FAIL, FAIL])]).state).toBe('unhealthy');
    expect(combine([]).reason).toBe('Elb.RegistrationInProgress');
  });
});

describe('a load balancer’s health', () => {
  const node = (zone: string, isListening: boolean, groupsAreHealthy: boolean) => ({
    zone,
    isListening,
    groupsAreHealthy,
  });

  test('needs a node that listens and reaches healthy targets', () => {
    expect(balancerHealth([node('a', true, true), node('b', false, true)])).toEqual({
      healthy: true,
      zones: { a: { healthy: true }, b: { healthy: false } },
    });
    expect(balancerHealth([node('a', true, false)]).healthy).toBe(false);
    expect(balancerHealth([]).healthy).toBe(false);
  });

  test('looks at every group that a listener or rule forwards to', () => {
    const forward = (arn: string): ListenerAction => ({
      type: 'forward',
      targetGroups: [{ arn, weight: 0 }],
    });
    const listeners = [
      {
        arn: 'l',
        port: 80,
        protocol: 'HTTP' as const,
        certificates: [],
        defaultAction: forward('one'),
        rules: [{ arn: 'r', priority: 1, conditions: [], action: forward('two') }],
      },
    ];
    expect([...forwardedGroups({ listeners })]).toEqual(['one', 'two']);
  });
});
