import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HealthCheck } from '@understudy/contract';
import {
  afterProbe,
  checkersFor,
  hostHeader,
  INITIAL_MACHINE,
  isCheckHealthy,
  isEndpointHealthy,
  isSuccessStatus,
} from './judge.ts';

function statesAfter(results: readonly boolean[], threshold: number): string[] {
  let machine = INITIAL_MACHINE;
  return results.map((ok) => {
    machine = afterProbe(machine, ok, threshold);
    return machine.state;
  });
}

test('a checker changes its mind after as many equal results as the threshold, up and down', () => {
  const [bad, ok] = [false, true];
  expect(statesAfter([bad, bad, bad, ok, ok, ok], 3)).toEqual([
    'healthy',
    'healthy',
    'unhealthy',
    'unhealthy',
    'unhealthy',
    'healthy',
  ]);
  expect(statesAfter([bad, bad, ok, bad, bad, ok], 3)).toEqual(Array(6).fill('healthy'));
  expect(statesAfter([bad, ok, bad], 1)).toEqual(['unhealthy', 'healthy', 'unhealthy']);
});

test('a checker is in the state of the last run of results that was long enough', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), fc.integer({ min: 1, max: 10 }), (results, threshold) => {
      let expected = 'healthy';
      for (let end = threshold; end <= results.length; end += 1) {
        const run = results.slice(end - threshold, end);
        if (run.every(Boolean)) expected = 'healthy';
        if (!run.some(Boolean)) expected = 'unhealthy';
      }
      expect(statesAfter(results, threshold).at(-1) ?? 'healthy').toBe(expected);
    }),
  );
});

test.each([
  { healthyCheckers: 16, checkers: 16, healthy: true },
  { healthyCheckers: 4, checkers: 16, healthy: true },
  { healthyCheckers: 3, checkers: 16, healthy: true },
  { healthyCheckers: 2, checkers: 16, healthy: false },
  { healthyCheckers: 0, checkers: 16, healthy: false },
  { healthyCheckers: 9, checkers: 50, healthy: false },
  { healthyCheckers: 10, checkers: 50, healthy: true },
  { healthyCheckers: 0, checkers: 0, healthy: true },
])('$healthyCheckers of $checkers healthy checkers: $healthy', ({ healthy, ...tally }) => {
  expect(isEndpointHealthy(tally)).toBe(healthy);
});

const ALL = { healthyCheckers: 16, checkers: 16 };
const NONE = { healthyCheckers: 0, checkers: 16 };

test.each([
  { tally: ALL, inverted: false, disabled: false, healthy: true },
  { tally: NONE, inverted: false, disabled: false, healthy: false },
  { tally: ALL, inverted: true, disabled: false, healthy: false },
  { tally: NONE, inverted: true, disabled: false, healthy: true },
  { tally: NONE, inverted: false, disabled: true, healthy: true },
  { tally: ALL, inverted: true, disabled: true, healthy: false },
])('inverted $inverted, disabled $disabled: $healthy', ({ tally, healthy, ...flags }) => {
  const check = { type: 'HTTP' as const, childHealthCheckIds: [], healthThreshold: 0, ...flags };
  expect(isCheckHealthy(check, { tally, child: () => undefined })).toBe(healthy);
});

test.each([
  { healthThreshold: 2, healthy: true },
  { healthThreshold: 3, healthy: false },
  { healthThreshold: 9, healthy: false },
  { healthThreshold: 0, healthy: true },
])('of three children, two healthy, $healthThreshold needed: $healthy', (row) => {
  const check = {
    type: 'CALCULATED' as const,
    inverted: false,
    disabled: false,
    childHealthCheckIds: ['up', 'down', 'deleted'],
    healthThreshold: row.healthThreshold,
  };
  const child = (id: string) => (id === 'deleted' ? undefined : id === 'up');
  expect(isCheckHealthy(check, { tally: NONE, child })).toBe(row.healthy);
});

test.each([
  ['HTTP', 80, 'a.example.com', 'a.example.com'],
  ['HTTP_STR_MATCH', 80, 'a.example.com', 'a.example.com'],
  ['HTTPS', 443, 'a.example.com', 'a.example.com'],
  ['HTTPS_STR_MATCH', 443, 'a.example.com', 'a.example.com'],
  ['HTTP', 443, 'a.example.com', 'a.example.com:443'],
  ['HTTPS', 80, 'a.example.com', 'a.example.com:80'],
  ['HTTP', 8080, 'a.example.com', 'a.example.com:8080'],
  ['HTTP', 80, undefined, '192.0.2.1'],
  ['HTTP', 8080, undefined, '192.0.2.1:8080'],
] as const)('%s on %i of %s has the Host header %s', (type, port, name, expected) => {
  const check: Parameters<typeof hostHeader>[0] = { type, port, ipAddress: '192.0.2.1' };
  if (name !== undefined) check.fullyQualifiedDomainName = name;
  expect(hostHeader(check)).toBe(expected);
});

test.each([
  [199, false],
  [200, true],
  [302, true],
  [399, true],
  [400, false],
  [503, false],
])('status %i is a success: %s', (status, success) => {
  expect(isSuccessStatus(status)).toBe(success);
});

test('a check without regions is made from all of them', () => {
  const checkers = [{ region: 'us-east-1' }, { region: 'eu-west-1' }];
  const regions = (list: string[]): Pick<HealthCheck, 'regions'> => ({ regions: list });
  expect(checkersFor(regions([]), checkers)).toHaveLength(2);
  expect(checkersFor(regions(['eu-west-1']), checkers)).toEqual([{ region: 'eu-west-1' }]);
});
