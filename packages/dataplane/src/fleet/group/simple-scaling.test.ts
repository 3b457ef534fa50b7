import { expect, it } from 'vitest';
import { FailureRow } from './failure-row.ts';
import { FLEET_LIMITS } from '../limits.ts';
import { SimpleScaling } from './simple-scaling.ts';

it('blocks while its activity goes on, and for the cooldown after the end of it', () => {
  const scaling = new SimpleScaling();
  expect(scaling.blockedBecause(0)).toBeUndefined();
  scaling.begin(300_000);
  expect(scaling.blockedBecause(9_000_000)).toBe('a scaling activity is in progress');
  scaling.settle(9_000_000);
  expect(scaling.blockedBecause(9_000_001)).toBe('the cooldown lasts 300 s more');
  // Being as it should be afterwards does not prolong it.
  scaling.settle(9_100_000);
  expect(scaling.blockedBecause(9_299_999)).toBe('the cooldown lasts 1 s more');
  expect(scaling.blockedBecause(9_300_000)).toBeUndefined();
});

it('asks for no cooldown when the launch failed', () => {
  const scaling = new SimpleScaling();
  scaling.begin(300_000);
  scaling.fail();
  expect(scaling.blockedBecause(0)).toBeUndefined();
});

it('counts failures in a row, and waits longer for each', () => {
  const row = new FailureRow(FLEET_LIMITS);
  row.failedLaunch('i-1', 0);
  expect(row).toMatchObject({ failedLaunches: 1, launchNotBeforeMs: 0 });
  row.failedLaunch('i-2', 0);
  row.failedLaunch('i-3', 5_000);
  expect(row).toMatchObject({
    failedLaunches: 3,
    lastFailedInstanceId: 'i-3',
    launchNotBeforeMs: 7_000,
  });
  row.launched();
  row.unhealthy(10_000);
  expect(row).toMatchObject({ failedLaunches: 0, launchNotBeforeMs: 14_000 });
  row.reset();
  row.unhealthy(20_000);
  expect(row.launchNotBeforeMs).toBe(20_000);
});
