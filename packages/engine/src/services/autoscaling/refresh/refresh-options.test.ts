import { expect, test } from 'vitest';
import { about, RefreshedFleet, request } from './refreshed-fleet.fixture.ts';

const both = { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 };

test('successors are launched before instances end where the percentages say so', async () => {
  const fleet = new RefreshedFleet(2);
  await fleet.start(both, '2');
  await fleet.pass(200);
  expect(fleet.shown()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
  expect(fleet.versions).toEqual([2, 2]);
  expect([fleet.least, fleet.most]).toEqual([2, 3]);
  const { AutoScalingGroups: groups } =
    await fleet.services.autoscaling.operations.DescribeAutoScalingGroups(request, {});
  expect(groups?.[0]?.LaunchTemplate).toMatchObject({ Version: '2' });
});

test('a maintenance policy gives the percentages that a refresh does not', async () => {
  const fleet = new RefreshedFleet(2, { InstanceMaintenancePolicy: both });
  await fleet.start({});
  await fleet.pass(200);
  expect(fleet.shown()).toMatchObject({ Status: 'Successful', Preferences: both });
  expect([fleet.least, fleet.most]).toEqual([2, 3]);
});

test('at a checkpoint it waits, and goes on', async () => {
  const fleet = new RefreshedFleet(4);
  await fleet.start({ CheckpointPercentages: [50, 100], CheckpointDelay: 600 }, '2');
  await fleet.pass(300);
  expect(fleet.shown()).toMatchObject({ Status: 'InProgress', PercentageComplete: 50 });
  expect(fleet.versions.toSorted()).toEqual([1, 1, 2, 2]);
  await fleet.pass(900);
  expect(fleet.shown()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
});

test('after a last checkpoint below 100 nothing more is replaced', async () => {
  const fleet = new RefreshedFleet(4);
  await fleet.start({ CheckpointPercentages: [25], CheckpointDelay: 0 }, '2');
  await fleet.pass(200);
  expect(fleet.shown()).toMatchObject({ Status: 'Successful', PercentageComplete: 25 });
  expect(fleet.versions.toSorted()).toEqual([1, 1, 1, 2]);
});

test('it bakes before it is successful, and may still be rolled back', async () => {
  const fleet = new RefreshedFleet(2);
  await fleet.start({ ...both, BakeTime: 3_600 }, '2');
  await fleet.pass(200);
  expect(fleet.shown()).toMatchObject({ Status: 'Baking', PercentageComplete: 100 });
  const { RollbackInstanceRefresh } = fleet.services.autoscaling.operations;
  RollbackInstanceRefresh(request, about);
  expect(fleet.shown()).toMatchObject({
    Status: 'RollbackInProgress',
    RollbackDetails: { PercentageCompleteOnRollback: 100, InstancesToUpdateOnRollback: 0 },
  });
  await fleet.pass(200);
  expect(fleet.shown()).toMatchObject({ Status: 'RollbackSuccessful', PercentageComplete: 0 });
  expect(fleet.versions).toEqual([1, 1]);
  expect([fleet.least, fleet.most]).toEqual([2, 3]);
});

test('what never serves is given up after an hour, and rolled back', async () => {
  const fleet = new RefreshedFleet(2);
  fleet.broken = [2];
  await fleet.start({ ...both, AutoRollback: true }, '2');
  await fleet.pass(3_000);
  expect(fleet.shown()).toMatchObject({
    Status: 'InProgress',
    StatusReason: expect.stringContaining('Waiting for remaining instances to be available.'),
  });
  await fleet.pass(1_000);
  expect(fleet.shown()).toMatchObject({
    Status: 'RollbackSuccessful',
    RollbackDetails: { RollbackReason: expect.stringContaining('It waited for an hour.') },
  });
  expect(fleet.versions).toEqual([1, 1]);
  expect([fleet.least, fleet.most]).toEqual([2, 3]);
});

test('without a rollback it fails, and the group launches what it did before', async () => {
  const fleet = new RefreshedFleet(2);
  fleet.broken = [2];
  await fleet.start({}, '2');
  await fleet.pass(3_800);
  expect(fleet.shown()).toMatchObject({ Status: 'Failed' });
  const [group] = fleet.services.autoscaling.groups('us-east-1');
  expect(group?.launch.launchTemplateVersion).toBe(1);
});

test('an alarm holds a refresh up, or ends it', async () => {
  const fleet = new RefreshedFleet(4);
  const AlarmSpecification = { Alarms: ['errors'] };
  await fleet.start({ AlarmSpecification }, '2');
  fleet.alarm = 'INSUFFICIENT_DATA';
  await fleet.pass(200);
  expect(fleet.versions).toEqual([1, 1, 1, 1]);
  fleet.alarm = 'OK';
  await fleet.pass(30);
  expect(fleet.versions).toContain(2);
  fleet.alarm = 'ALARM';
  await fleet.pass(10);
  expect(fleet.shown()).toMatchObject({
    ...{ Status: 'Failed', StatusReason: expect.stringContaining('errors') },
  });
  await expect(fleet.start({ AlarmSpecification })).rejects.toThrow('ALARM');
});

test('a cancelled refresh leaves the group at its size', async () => {
  const fleet = new RefreshedFleet(2);
  await fleet.start({ ...both, InstanceWarmup: 600 }, '2');
  await fleet.pass(10);
  expect(fleet.versions).toHaveLength(3);
  fleet.services.autoscaling.operations.CancelInstanceRefresh(request, about);
  await fleet.pass(20);
  expect(fleet.shown()).toMatchObject({ Status: 'Cancelled' });
  expect(fleet.versions).toHaveLength(2);
});

test('only a desired configuration over a numbered version can be rolled back', async () => {
  const fleet = new RefreshedFleet(2);
  const { RollbackInstanceRefresh, UpdateAutoScalingGroup } = fleet.services.autoscaling.operations;
  const rollBack = (): unknown => RollbackInstanceRefresh(request, about);
  expect(rollBack).toThrow('No in progress or pending Instance Refresh found');
  await fleet.start({});
  expect(rollBack).toThrow('a desired configuration was not found');
  await expect(fleet.start({ AutoRollback: true })).rejects.toThrow('DesiredConfiguration');
  await fleet.pass(200);
  await fleet.start({}, '2');
  await expect(
    UpdateAutoScalingGroup(request, {
      ...about,
      LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Latest' },
    }),
  ).rejects.toThrow('An active instance refresh with a desired configuration exists.');
});

test.each([
  [{ MaxHealthyPercentage: 110 }, 'must also specify MinHealthyPercentage'],
  [{ MinHealthyPercentage: 90, MaxHealthyPercentage: 191 }, 'The difference between'],
  [{ CheckpointDelay: 60 }, 'must also specify CheckpointPercentages'],
  [{ CheckpointPercentages: [50, 20] }, 'in ascending order'],
  [{ CheckpointPercentages: [50], CheckpointDelay: 172_801 }, 'between 0 and 172800'],
  [{ BakeTime: -1 }, 'between 0 and 172800'],
  [{ AlarmSpecification: { Alarms: ['other'] } }, 'does not exist'],
])('%j is refused', async (preferences, message) => {
  await expect(new RefreshedFleet(2).start(preferences, '2')).rejects.toThrow(message);
});
