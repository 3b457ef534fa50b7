import { expect, test } from 'vitest';
import { servedBy, wayOf } from './served-by.ts';

const SEOUL = { instance: 'i-1', zone: 'ap-northeast-2a' };
const OTHER = { instance: 'i-2', zone: 'ap-northeast-2b' };

test.each([
  [[], null, null],
  [[SEOUL], 'ap-northeast-2a', 'i-1'],
  [[SEOUL, { ...OTHER, zone: SEOUL.zone }], 'ap-northeast-2a', null],
  [[SEOUL, OTHER], null, null],
])(
  'the zone and the instance are told where there was no choice: %j',
  (targets, zone, instance) => {
    expect(servedBy('ap-northeast-2', 'ICN57-P1', targets)).toEqual({
      region: 'ap-northeast-2',
      edge: 'ICN57-P1',
      zone,
      instance,
      targets,
    });
  },
);

test('the way by an edge location, and by a load balancer itself', () => {
  expect(wayOf(servedBy('ap-northeast-2', 'ICN57-P1', [SEOUL, OTHER]))).toBe(
    'edge ICN57-P1 → ap-northeast-2 → i-1 (ap-northeast-2a) or i-2 (ap-northeast-2b)',
  );
  expect(wayOf(servedBy('us-east-1', null, []))).toBe('load balancer → us-east-1');
});
