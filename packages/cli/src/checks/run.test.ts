import { expect, test } from 'vitest';
import { siteContext } from './checks.fixture.ts';
import { runOne } from './run.ts';

test('a check that never ends is told as such after its own time', async () => {
  const check = {
    step: 3,
    name: 'Certificate',
    withinMs: 20,
    run: () => new Promise<never>(() => undefined),
  };
  expect(await runOne(check, siteContext())).toEqual({
    step: 3,
    name: 'Certificate',
    state: 'failing',
    evidence: 'no answer within 0.02 s',
  });
});

test('what a check throws is its evidence', async () => {
  const check = { step: 1, name: 'Hosted zone', run: () => Promise.reject(new Error('no zone')) };
  expect(await runOne(check, siteContext())).toMatchObject({
    state: 'failing',
    evidence: 'no zone',
  });
});
