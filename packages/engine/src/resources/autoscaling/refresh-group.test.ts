import { beforeEach, expect, test } from 'vitest';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import type { RefreshPreferences } from '../../kernel/resource-policies.ts';
import type { Properties } from '../../kernel/resource.ts';
import { testHandlerContext } from '../testing/context.ts';
import { makeNetwork } from '../testing/network.ts';
import { checked, drive, regionalServices, type RegionalServices } from '../testing/regional.ts';
import { autoScalingGroup } from './auto-scaling-group.ts';
import { RollingFleet } from './rolling-fleet.fixture.ts';

const request = testRequest('us-east-1');
const BEFORE = { MinHealthyPercentage: 100, MaxHealthyPercentage: 150, InstanceWarmup: 10 };

let services: RegionalServices;
let fleet: RollingFleet;
let first: Properties;
let second: Properties;

beforeEach(async () => {
  services = regionalServices();
  fleet = new RollingFleet(services);
  const network = makeNetwork(services);
  const { LaunchTemplate: template } = services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' },
  });
  services.ec2.operations.CreateLaunchTemplateVersion(request, {
    LaunchTemplateId: template?.LaunchTemplateId,
    SourceVersion: '1',
    LaunchTemplateData: { InstanceType: 't4g.small' },
  });
  const of = (Version: string): Properties =>
    checked(autoScalingGroup, {
      ...{ AutoScalingGroupName: 'web', MinSize: '2', MaxSize: '4', DesiredCapacity: '2' },
      LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version },
      VPCZoneIdentifier: network.subnetIds,
    });
  [first, second] = [of('1'), of('2')];
  const context = testHandlerContext(services.deps, services);
  await drive(services.deps.clock, autoScalingGroup.create(first, context));
  fleet.log.length = 0;
});

function updated(
  to: Properties,
  from: Properties,
  preferences: RefreshPreferences = BEFORE,
): { work: Promise<unknown>; reasons: string[] } {
  const update = { rollingUpdate: undefined, instanceRefresh: preferences, willReplace: false };
  const context = {
    ...testHandlerContext(services.deps, services),
    policies: { creation: undefined, update },
  };
  const work = autoScalingGroup.update(to, from, 'web', context);
  return { work: drive(services.deps.clock, work), reasons: context.reasons };
}

const version = (): string | undefined =>
  services.autoscaling.group('us-east-1', 'web')?.launchTemplate.version;

test('a changed template is rolled out by an instance refresh, by its preferences', async () => {
  const { work, reasons } = updated(second, first);
  await work;
  expect(fleet.versions).toEqual([2, 2]);
  expect(fleet.log.slice(0, 2)).toEqual(['+i-3', '-i-1']);
  expect(version()).toBe('2');
  expect(reasons).toEqual([
    'Instance refresh initiated. Replacing 2 instance(s).',
    'Instance refresh: 50% complete.',
  ]);
});

test('one that does not succeed fails the update, and the rollback replaces what it launched', async () => {
  const alarm = { arn: 'a', name: 'errors', state: 'OK', reason: '', updatedMs: 0 };
  services.deps.dataPlane.answers['describeAlarmStates'] = () => [alarm];
  fleet.onLaunch = () => (alarm.state = 'ALARM');
  const AlarmSpecification = { Alarms: ['errors'] };
  await expect(updated(second, first, { ...BEFORE, AlarmSpecification }).work).rejects.toThrow(
    'Instance refresh of group web is Failed: The CloudWatch alarm errors is in the ALARM state.',
  );
  expect(version()).toBe('1');
  const kept = fleet.versions.filter((each) => each === 1).length;
  fleet.onLaunch = () => undefined;
  await updated(first, second).work;
  expect(fleet.versions).toEqual([1, 1]);
  expect(kept).toBeGreaterThan(0);
});

test('an update that was cut off is taken up', async () => {
  await services.autoscaling.operations.StartInstanceRefresh(request, {
    AutoScalingGroupName: 'web',
    Preferences: { InstanceWarmup: 10_000 },
  });
  await services.deps.clock.advance(5_000);
  await updated(second, first).work;
  expect(fleet.versions).toEqual([2, 2]);
});

test('nothing is replaced where all is as it should be', async () => {
  await updated({ ...first, Cooldown: '60' }, first).work;
  expect(fleet.log).toEqual([]);
});
