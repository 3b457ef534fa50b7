import { expect, test } from 'vitest';
import { LATENCY_REGIONS, latencyBetween } from './latency-table.ts';

const EARTH_RADIUS_KM = 6_371;

test.each([
  ['eu-west-1', 'eu-west-2', 464],
  ['us-east-1', 'us-west-2', 3_600],
  ['ap-northeast-1', 'ap-northeast-2', 1_150],
  ['us-west-2', 'ap-northeast-1', 7_900],
  ['ap-southeast-2', 'sa-east-1', 13_370],
])('from %s to %s it is about %i km', (from, to, km) => {
  const measured = latencyBetween(from, to) * EARTH_RADIUS_KM;
  expect(Math.abs(measured - km)).toBeLessThan(km * 0.04);
});

test('nothing is nearer to a region than itself, and it is as far there as back', () => {
  for (const from of LATENCY_REGIONS) {
    expect(latencyBetween(from, from)).toBe(0);
    for (const to of LATENCY_REGIONS) {
      expect(latencyBetween(from, to)).toBeCloseTo(latencyBetween(to, from), 12);
      expect(latencyBetween(from, to)).toBeLessThanOrEqual(Math.PI);
    }
  }
});

test('a region that is not known is farther than any that is', () => {
  expect(latencyBetween('us-east-1', 'xx-east-1')).toBe(Number.POSITIVE_INFINITY);
  expect(latencyBetween('xx-east-1', 'us-east-1')).toBe(Number.POSITIVE_INFINITY);
  expect(latencyBetween('xx-east-1', 'xx-east-1')).toBe(0);
});
