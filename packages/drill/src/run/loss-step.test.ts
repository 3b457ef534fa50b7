import { expect, test } from 'vitest';
import { SCENARIOS } from '../scenario/library/index.ts';
import { lossStep } from './loss-step.ts';

const ROLES = { primary: 'eu-west-1', standby: 'us-east-1', dependencyPorts: [4000] };

test.each([
  ['region-loss', 0, 'region'],
  ['replication-paused', 30, 'region'],
  ['rollout-during-loss', 10, 'region'],
  ['control-plane-loss', 1, 'region'],
  // Of these nothing is lost: the first fault counts.
  ['standby-down', 0, 'region'],
  ['slow-region', 0, 'region'],
  ['bucket-loss', 0, 's3'],
])('%s: %d s, %s', (name, atSeconds, subject) => {
  const steps = SCENARIOS.get(name)?.faults(ROLES) ?? [];
  expect(lossStep(steps, ROLES.primary)).toMatchObject({ atSeconds, fault: { subject } });
});
