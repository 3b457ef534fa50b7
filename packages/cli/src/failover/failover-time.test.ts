import type { WebConfig } from '@understudy/site';
import { expect, test } from 'vitest';
import { said, timeToSwitch } from './failover-time.ts';

test.each([
  [10, 3, 1, 'about 90 s: 3 checks of 10 s, 60 s of TTL'],
  [30, 1, 1, 'about 90 s: 1 check of 30 s, 60 s of TTL'],
  [30, 10, 1, 'about 360 s: 10 checks of 30 s, 60 s of TTL'],
  [10, 3, 20, 'about 90 s of AWS time, 5 s here: 3 checks of 10 s, 60 s of TTL'],
] as const)('%s s, %s in a row, at speed %s', (intervalSeconds, failureThreshold, speed, text) => {
  const healthCheck = { intervalSeconds, failureThreshold };
  const site = { healthCheck, web: {} as WebConfig };
  expect(said(timeToSwitch(site), speed)).toBe(text);
});

test('a site of static files waits for its bucket alone', () => {
  const site = { healthCheck: { intervalSeconds: 10, failureThreshold: 3 } } as const;
  expect(said(timeToSwitch(site), 1)).toBe('about 6 s: 2 attempts of 3 s, for each request');
});
