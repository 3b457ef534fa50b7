import type { ListenerAction, RuleCondition, TargetGroup } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balancerHealth, forwardedGroups } from './balancer-health.ts';
import { chooseByWeight, chooseTarget, eligible } from './choose.ts';
import { combine, observe, unobserved, type CheckResult } from './health-policy.ts';
import { statusMatches } from './matcher.ts';
import { redirectLocation } from './redirect.ts';
import { forwardedHeaders, type ForwardingFacts } from './request-head.ts';
import { chooseAction, conditionHolds, type RequestView } from './rules.ts';
import { SessionCookies } from './stickiness.ts';
import { Target } from './target.ts';
import { matchesWildcard } from './wildcard.ts';

function request(changed: Partial<RequestView> = {}): RequestView {
  return {
    method: 'GET',
    host: 'www.example.com',
    path: '/img/a.png',
    query: 'version=v1&debug',
    header: (name) => (name === 'user-agent' ? ['Mozilla Chrome/1'] : []),
    sourceIp: '127.0.0.1',
    ...changed,
  };
}

describe('conditions', () => {
  const table: [string, RuleCondition, boolean][] = [
    ['a path', { field: 'path-pattern', values: ['/img/*'] }, true],
    ['a path of another case', { field: 'path-pattern', values: ['/IMG/*'] }, false],
    ['one of several paths', { field: 'path-pattern', values: ['/x', '/img/?.png'] }, true],
    ['a host of another case', { field: 'host-header', values: ['WWW.example.COM'] }, true],
    ['a host by wildcard', { field: 'host-header', values: ['*.example.com'] }, true],
    ['the bare domain by wildcard', { field: 'host-header', values: ['*.www.example.com'] }, false],
    ['a header', { field: 'http-header', name: 'User-Agent', values: ['*chrome*'] }, true],
    ['a header that is missing', { field: 'http-header', name: 'X', values: ['*'] }, false],
    ['a method', { field: 'http-request-method', values: ['POST', 'GET'] }, true],
    ['a method of another case', { field: 'http-request-method', values: ['get'] }, false],
    ['a query pair', { field: 'query-string', values: [{ key: 'VERSION', value: 'V*' }] }, true],
    ['a query value', { field: 'query-string', values: [{ value: 'v1' }] }, true],
    [
      'a query key without value',
      { field: 'query-string', values: [{ key: 'debug', value: '' }] },
      true,
    ],
    [
      'another query value',
      { field: 'query-string', values: [{ key: 'version', value: 'v2' }] },
      false,
    ],
    ['a source', { field: 'source-ip', values: ['10.0.0.0/8', '127.0.0.0/8'] }, true],
    ['another source', { field: 'source-ip', values: ['10.0.0.0/8'] }, false],
  ];
  test.each(table)('match %s', (_, condition, expected) => {
    expect(conditionHolds(condition, request())).toBe(expected);
  });
});

describe('rules', () => {
  const fixed = (body: string): ListenerAction => ({
    type: 'fixed-response',
    statusCode: 200,
    contentType: 'text/plain',
    body,
  });
  const rule = (priority: number, conditions: RuleCondition[], body: string) => ({
    arn: `rule/${priority}`,
    priority,
    conditions,
    action: fixed(body),
  });

  test('the first by priority whose conditions all hold decides, else the default', () => {
    const path: RuleCondition = { field: 'path-pattern', values: ['/img/*'] };
    const post: RuleCondition = { field: 'http-request-method', values: ['POST'] };
    const listener = {
      defaultAction: fixed('default'),
      rules: [rule(1, [path, post], 'both'), rule(2, [path], 'path'), rule(3, [path], 'late')],
    };
    expect(chooseAction(listener, request())).toEqual(fixed('path'));
    expect(chooseAction(listener, request({ method: 'POST' }))).toEqual(fixed('both'));
    expect(chooseAction(listener, request({ path: '/' }))).toEqual(fixed('default'));
  });
});

describe('wildcards', () => {
  test('agree with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, value) => {
        const expression = pattern
          .replaceAll('.', '\\.')
          .replaceAll('*', '.*')
          .replaceAll('?', '.');
        return matchesWildcard(pattern, value) === new RegExp(`^${expression}$`, 's').test(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test('do not hang on a pattern that makes regular expressions hang', () => {
    expect(matchesWildcard(`${'*a'.repeat(60)}b`, 'a'.repeat(16_000))).toBe(false);
  });
});

describe('redirects', () => {
  const url = {
    protocol: 'http' as const,
    host: 'www.example.com',
    port: 80,
    path: '/a/b',
    query: 'c=d',
  };
  const keep = {
    type: 'redirect' as const,
    protocol: '#{protocol}',
    host: '#{host}',
    port: '#{port}',
    path: '/#{path}',
    query: '#{query}',
    statusCode: 302 as const,
  };
  test.each([
    [{ protocol: 'HTTPS', port: '443' }, 'https://www.example.com:443/a/b?c=d'],
    [{ path: '/new/#{path}' }, 'http://www.example.com:80/new/a/b?c=d'],
    [{ host: 'x.#{host}', query: '' }, 'http://x.www.example.com:80/a/b'],
    [{ query: 'from=#{host}&#{query}' }, 'http://www.example.com:80/a/b?from=www.example.com&c=d'],
  ])('%j leads to %s', (changed, location) => {
    expect(redirectLocation({ ...keep, ...changed }, url)).toBe(location);
  });
});

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

describe('forwarded headers', () => {
  function forwarded(
    rawHeaders: string[],
    changed: Partial<ForwardingFacts['attributes']> & { port?: number } = {},
  ): Record<string, string> {
    const { port = 80, ...attributes } = changed;
    const sent = forwardedHeaders({
      head: { method: 'GET', target: '/', httpVersion: '1.1', rawHeaders },
      listener: { protocol: 'HTTP', port },
      attributes: {
        xffHeaderProcessing: 'append',
        preserveHostHeader: false,
        dropInvalidHeaderFields: false,
        ...attributes,
      },
      clientAddress: '127.0.0.1',
      trace: '1-67891234-12456789abcdef0123456789',
    });
    return Object.fromEntries(
      Array.from({ length: sent.length / 2 }, (_, index) => [sent[index * 2], sent[index * 2 + 1]]),
    ) as Record<string, string>;
  }
  const SELF = 'Self=1-67891234-12456789abcdef0123456789';
  const ROOT = 'Root=1-67891233-abcdef012345678912345678';

  test.each([
    ['append', [], '127.0.0.1'],
    ['append', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4, 127.0.0.1'],
    ['preserve', [], undefined],
    ['preserve', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4'],
    ['remove', ['X-Forwarded-For', '127.0.0.4'], undefined],
  ] as const)('X-Forwarded-For in mode %s with %j', (mode, raw, expected) => {
    const sent = forwarded([...raw], { xffHeaderProcessing: mode });
    expect(sent['X-Forwarded-For']).toBe(expected);
  });

  test.each([
    [undefined, SELF.replace('Self', 'Root')],
    [ROOT, `${SELF};${ROOT}`],
    [`${ROOT};CalledFrom=app`, `${SELF};${ROOT};CalledFrom=app`],
    [`Self=1-old;${ROOT}`, `${SELF};${ROOT}`],
    ['CalledFrom=app', `${SELF.replace('Self', 'Root')};CalledFrom=app`],
  ])('X-Amzn-Trace-Id %s becomes %s', (before, after) => {
    const raw = before === undefined ? [] : ['X-Amzn-Trace-Id', before];
    expect(forwarded(raw)['X-Amzn-Trace-Id']).toBe(after);
  });

  test.each([
    ['www.example.com:8080', 80, false, 'www.example.com'],
    ['www.example.com', 8443, false, 'www.example.com:8443'],
    ['www.example.com:1', 8443, false, 'www.example.com:8443'],
    ['www.example.com:1', 80, true, 'www.example.com:1'],
  ])('Host %s at listener port %d, preserved %s: %s', (host, port, preserveHostHeader, sent) => {
    expect(forwarded(['Host', host], { port, preserveHostHeader })['Host']).toBe(sent);
  });

  test('invalid names are dropped only when the attribute says so', () => {
    const raw = ['x_bad', '1', 'x-good', '2'];
    expect(forwarded(raw)).toMatchObject({ x_bad: '1', 'x-good': '2' });
    expect(forwarded(raw, { dropInvalidHeaderFields: true })).not.toHaveProperty('x_bad');
  });

  test('a viewer cannot make framing or our own headers disappear', () => {
    const raw = ['Connection', 'Content-Length, X-Forwarded-For, Host', 'Content-Length', '5'];
    expect(forwarded(['Host', 'a', ...raw])).toMatchObject({
      Host: 'a',
      'Content-Length': '5',
      'X-Forwarded-For': '127.0.0.1',
    });
  });
});

describe('the choice of a target', () => {
  const candidate = (name: string, changed = {}) => ({
    name,
    isHealthy: true,
    outstanding: 0,
    share: 1,
    ...changed,
  });
  const random = new SeededRandom(3);
  const choose = (
    candidates: ReturnType<typeof candidate>[],
    algorithm: TargetGroup['attributes']['algorithm'],
    turn = 0,
  ) => chooseTarget(candidates, { algorithm, turn, random })?.name;

  test('is among the healthy ones while there are any', () => {
    const sick = candidate('sick', { isHealthy: false });
    expect(eligible([sick, candidate('well')]).map((one) => one.name)).toEqual(['well']);
    expect(eligible([sick])).toEqual([sick]);
    expect(choose([], 'round_robin')).toBeUndefined();
  });

  test('by least outstanding requests takes the least busy', () => {
    const busy = [candidate('a', { outstanding: 3 }), candidate('b', { outstanding: 1 })];
    for (let turn = 0; turn < 4; turn += 1)
      expect(choose(busy, 'least_outstanding_requests', turn)).toBe('b');
  });

  test('gives a target that warms up its share', () => {
    const both = [candidate('cold', { share: 0.25 }), candidate('warm')];
    let cold = 0;
    for (let turn = 0; turn < 4_000; turn += 1)
      if (choose(both, 'round_robin', turn) === 'cold') cold += 1;
    // A quarter of its turns, which are half of all.
    expect(cold).toBeGreaterThan(400);
    expect(cold).toBeLessThan(600);
  });

  test('among groups goes by weight, and by none when all weights are zero', () => {
    const groups = [
      { arn: 'a', weight: 3 },
      { arn: 'b', weight: 1 },
      { arn: 'c', weight: 0 },
    ];
    const counts: Record<string, number> = {};
    for (let index = 0; index < 4_000; index += 1) {
      const arn = chooseByWeight(groups, random)?.arn ?? 'none';
      counts[arn] = (counts[arn] ?? 0) + 1;
    }
    expect(counts['c']).toBeUndefined();
    expect((counts['a'] ?? 0) / (counts['b'] ?? 1)).toBeCloseTo(3, 0);
    expect(chooseByWeight([{ weight: 0 }], random)).toBeUndefined();
    expect(chooseByWeight([], random)).toBeUndefined();
  });

  test('a warming target’s share grows with time and ends at one', () => {
    const registered = { instanceId: 'i', port: 80, zone: 'a', loopbackAddress: '' };
    const target = new Target({ registered, source: 'fleet', isLocated: true });
    expect(target.share(0)).toBe(1);
    target.startSlowly(0, 100);
    expect(target.share(25)).toBe(0.25);
    expect(target.isWarmingUp).toBe(true);
    expect(target.share(100)).toBe(1);
    expect(target.isWarmingUp).toBe(false);
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

describe('session cookies', () => {
  const session = { targetGroupArn: 'tg', instanceId: 'i-1', port: 80, expiresMs: 100 };

  test('are read by the load balancer that made them, until they expire', () => {
    const cookies = new SessionCookies();
    const value = cookies.seal(session);
    expect(cookies.open(value, 99)).toEqual(session);
    expect(cookies.open(value, 100)).toBeUndefined();
    expect(new SessionCookies().open(value, 99)).toBeUndefined();
  });

  test('that were changed in any place are none', () => {
    const cookies = new SessionCookies();
    const value = Buffer.from(cookies.seal(session), 'base64url');
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(value);
        changed[at] = (changed[at] ?? 0) ^ flip;
        return cookies.open(changed.toString('base64url'), 0) === undefined;
      }),
    );
  });

  test('of any other text are none', () => {
    const cookies = new SessionCookies();
    fc.assert(fc.property(fc.string(), (text) => cookies.open(text, 0) === undefined));
  });
});
