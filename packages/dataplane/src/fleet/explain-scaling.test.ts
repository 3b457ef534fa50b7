import type { ScalingPolicy } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { expect, test } from 'vitest';
import { explainScaling } from './explain-scaling.ts';
import { FleetFixture, policy } from './testing/fleet-rig.ts';

const KINDS = ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'] as const;

/** Policies of all kinds, by chance that is the same each time. */
function drawnPolicies(): ScalingPolicy[] {
  const random = new SeededRandom(5);
  return Array.from({ length: 30 }, (_, index) =>
    policy({
      arn: `arn:policy-${index}`,
      name: `policy-${index}`,
      adjustmentType: KINDS[Math.floor(random.next() * 3)] ?? 'ExactCapacity',
      scalingAdjustment: Math.floor(random.next() * 5) - 2,
    }),
  );
}

test('a policy brings the capacity to where it was told, and does nothing where it waits', async () => {
  await using fixture = new FleetFixture({ block: 84, speed: 60 });
  fixture.config.scalingPolicies = drawnPolicies();
  await fixture.change({});
  const { fleet } = fixture;
  const alarms = { actingOn: () => [] };
  const desired = (): number | undefined => fleet.describeGroups()[0]?.desiredCapacity;
  let waited = 0;
  for (const { arn, name } of fixture.config.scalingPolicies) {
    const { scaling } = explainScaling({ fleet, alarms }, 'web');
    const told = scaling?.policies.find((one) => one.name === name);
    const before = desired();
    fleet.executePolicy(arn, 'a monitor alarm');
    if (told?.blocked !== null) waited += 1;
    expect(desired()).toBe(told?.blocked === null ? told.to : before);
    fleet.executePolicyNow({ policyArn: arn, honorCooldown: false });
    if (told?.blocked !== null) expect(desired()).toBe(told?.to);
  }
  expect(waited).toBeGreaterThan(0);
  expect(explainScaling({ fleet, alarms }, 'other')).toMatchObject({
    groups: ['web'],
    scaling: null,
  });
});
