import type { InjectedFault } from '@understudy/contract';
import { expect, test } from 'vitest';
import { faultsOfGlobal, faultsOfRegion } from './faults-in.ts';
import { serviceRefusal } from './service-refusal.ts';

const region = 'us-east-1';
const faults: InjectedFault[] = [
  { subject: 'region', region, mode: 'crash' },
  { subject: 'region', region, mode: 'slow' },
  { subject: 'zone', zone: 'us-east-1a', mode: 'hang' },
  { subject: 'path', region: 'ap-northeast-2', path: '/', mode: 'error' },
  { subject: 'checkers', mode: 'cut-off' },
  { subject: 'dependency', port: 4000, mode: 'hang' },
  { subject: 'dependency', port: 4000, region, mode: 'slow' },
  { subject: 'control-plane', mode: 'refuse-launches' },
  { subject: 'control-plane', mode: 'refuse-service', service: 'route53' },
];

test('a process is told of what it is to do, and of nothing else', () => {
  const named = (list: InjectedFault[]) => list.map(({ subject, mode }) => `${subject} ${mode}`);
  expect(named(faultsOfRegion(faults, region))).toEqual([
    'region slow',
    'zone hang',
    'dependency hang',
    'dependency slow',
    'control-plane refuse-launches',
  ]);
  expect(named(faultsOfRegion(faults, 'ap-northeast-2'))).toEqual([
    'path error',
    'dependency hang',
    'control-plane refuse-launches',
  ]);
  expect(named(faultsOfGlobal(faults))).toEqual(['checkers cut-off']);
});

test('calls of a service that is refused come to AWS’s 503, and those of others do not', () => {
  const records = faults.map((fault, index) => ({
    ...{ id: `fault-${index}`, fault, sinceMs: 0, untilMs: null },
  }));
  expect(serviceRefusal(records, 'route53')).toMatchObject({
    code: 'ServiceUnavailable',
    status: 503,
  });
  expect(serviceRefusal(records, 'ec2')).toBeUndefined();
});
