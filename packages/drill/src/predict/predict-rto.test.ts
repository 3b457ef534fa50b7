import { expect, test } from 'vitest';
import { predictRto } from './predict-rto.ts';

const detection = { intervalSeconds: 10, failureThreshold: 3, checkers: 16, failsAfterSeconds: 0 };
const prediction = { detection, ttlSeconds: 60 };

test('a fresh visitor waits for three checks and at most one TTL', () => {
  const { lowSeconds, typicalSeconds, highSeconds } = predictRto('fresh', prediction);
  expect(highSeconds).toBe(90);
  expect(lowSeconds).toBeGreaterThan(25);
  expect(typicalSeconds).toBeGreaterThan(lowSeconds ?? 0);
  expect(typicalSeconds).toBeLessThan(90);
});

test('a resolver that holds answers for two minutes adds them', () => {
  expect(predictRto('resolver-overcaches', prediction).highSeconds).toBe(210);
});

test.each(['browser', 'jvm-forever'] as const)('%s never comes to the standby', (profile) => {
  expect(predictRto(profile, prediction)).toMatchObject({
    ...{ lowSeconds: null, typicalSeconds: null, highSeconds: null },
  });
});
