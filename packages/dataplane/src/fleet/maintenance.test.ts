import { until } from '@understudy/contract/testing';
import { expect, it } from 'vitest';
import { FleetFixture, TARGET_GROUP_ARN } from './testing/fleet-rig.ts';

it('an unhealthy instance serves on until its successor is healthy in the target group', async () => {
  await using fixture = new FleetFixture({ block: 60, speed: 60 });
  const { states } = fixture.targets;
  await fixture.change({
    instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
  });
  const [first] = await fixture.untilInService(1);
  const firstId = first?.instanceId ?? '';
  const asked = new Map<string, number>();
  fixture.targets.state = (arn, id) => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    return arn === TARGET_GROUP_ARN ? (states.get(id) ?? 'initial') : undefined;
  };
  states.set(firstId, 'unhealthy');
  const second = await until(
    () => fixture.inService().find(({ instanceId }) => instanceId !== firstId),
    { withinMs: 15_000, what: 'a successor in service' },
  );
  const isThere = (): boolean =>
    fixture.inService().some(({ instanceId }) => instanceId === firstId);
  // The group has looked at the successor, which is not healthy yet.
  const isLookedAt = (): boolean => (asked.get(second.instanceId) ?? 0) > 2;
  await until(isLookedAt, { withinMs: 15_000, what: 'the group to ask for the successor' });
  expect(isThere()).toBe(true);
  states.set(second.instanceId, 'healthy');
  await until(() => !isThere(), { withinMs: 15_000, what: 'the first one to end' });
  expect(await fixture.untilInService(1)).toMatchObject([{ instanceId: second.instanceId }]);
});

it('an instance that a refresh replaces serves on beside its successor, until it is ended', async () => {
  await using fixture = new FleetFixture({ block: 63, speed: 60 });
  await fixture.change({});
  const [first] = await fixture.untilInService(1);
  const firstId = first?.instanceId ?? '';
  fixture.fleet.refreshInstances({ groupName: 'web', terminate: [], leaving: [firstId] });
  const both = await fixture.untilInService(2);
  expect(both.find(({ instanceId }) => instanceId === firstId)).toMatchObject({ isLeaving: true });
  fixture.fleet.refreshInstances({ groupName: 'web', terminate: [firstId], leaving: [] });
  const [second] = await fixture.untilInService(1);
  expect(second?.instanceId).not.toBe(firstId);
  const causes = fixture.fleet.describeActivities({ groupName: 'web' }).map(({ cause }) => cause);
  expect(
    causes.filter((cause) => cause.endsWith('in response to an instance refresh.')),
  ).toHaveLength(2);
});
