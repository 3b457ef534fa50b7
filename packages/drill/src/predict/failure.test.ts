import { FAULTS } from '@understudy/contract';
import { expect, test } from 'vitest';
import { failureOf, probeTime, type Failure } from './failure.ts';

const lost = (fault: { subject: string; mode?: string; [name: string]: unknown }): Failure =>
  failureOf({ atSeconds: 0, fault: { region: 'eu-west-1', ...fault } }, 'eu-west-1');

test.each([
  [{ subject: 'region', mode: 'crash' }, 'refused'],
  [{ subject: 'region' }, 'refused'],
  [{ subject: 'region', mode: 'hang' }, 'silent'],
  [{ subject: 'region', mode: 'blackhole' }, 'unconnected'],
  [{ subject: 'region', mode: 'slow' }, 'unknown'],
  [{ subject: 'load-balancer' }, 'silent'],
  [{ subject: 'load-balancer', mode: 'crash' }, 'refused'],
  [{ subject: 'load-balancer', mode: 'crash', zone: 'eu-west-1a' }, 'unknown'],
  [{ subject: 'instances', mode: 'error' }, 'answers'],
  [{ subject: 'instances', mode: 'error', rate: 0.5 }, 'unknown'],
  [{ subject: 'region', region: 'us-east-1', mode: 'crash' }, 'unknown'],
])('%j is %s', (fault, kind) => {
  expect(lost(fault).kind).toBe(kind);
});

test('a fault that names no mode is what the fault port takes it for', () => {
  for (const subject of ['region', 'load-balancer', 'instances'] as const)
    expect(lost({ subject })).toEqual(
      lost({ subject, mode: Object.keys(FAULTS[subject].modes)[0] ?? '' }),
    );
});

test.each<[Failure['kind'], unknown, unknown]>([
  ['refused', [0, 0], [0, 0]],
  ['unconnected', [4, 4], [10, 10]],
  ['silent', [2, 2], 'never'],
  ['answers', [0, 0], 'never'],
  ['unknown', [0, 6], [0, 10]],
])('a probe of what is %s fails after %j, one that only connects after %j', (kind, page, tcp) => {
  const failure: Failure = kind === 'answers' ? { kind, status: 500 } : { kind };
  const told = (isTcp: boolean): unknown => {
    const time = probeTime(failure, isTcp);
    return time === 'never' ? time : [time.leastSeconds, time.mostSeconds];
  };
  expect(told(false)).toEqual(page);
  expect(told(true)).toEqual(tcp);
});

test('a redirect is an answer that passes', () => {
  expect(probeTime({ kind: 'answers', status: 302 }, false)).toBe('never');
});
