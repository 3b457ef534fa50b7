import { beforeEach, expect, test } from 'vitest';
import { News } from '../../kernel/news.ts';
import type { CreationPolicy, ReceivedSignal } from '../../kernel/resource-policies.ts';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import type { Properties } from '../../kernel/resource.ts';
import { testHandlerContext } from '../testing/context.ts';
import { makeNetwork } from '../testing/network.ts';
import { checked, drive, regionalServices, type RegionalServices } from '../testing/regional.ts';
import { autoScalingGroup } from './auto-scaling-group.ts';
import { RollingFleet } from './rolling-fleet.fixture.ts';

const request = testRequest('us-east-1');
const TWO: CreationPolicy = {
  signals: { count: 2, timeout: { text: 'PT10M', ms: 600_000 } },
  minSuccessfulInstancesPercent: 100,
};
/** After its launch. */
const SIGNALS_AFTER_MS = 10_000;

let services: RegionalServices;
let fleet: RollingFleet;
let properties: Properties;
let received: ReceivedSignal[];
let news: News;

beforeEach(() => {
  services = regionalServices();
  fleet = new RollingFleet(services);
  [received, news] = [[], new News()];
  const { LaunchTemplate: template } = services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' },
  });
  const network = makeNetwork(services);
  const { TargetGroups: targets } = services.elbv2.operations.CreateTargetGroup(request, {
    ...{ Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: network.vpcId },
  });
  properties = checked(autoScalingGroup, {
    AutoScalingGroupName: 'web',
    MinSize: '2',
    MaxSize: '4',
    LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version: '1' },
    VPCZoneIdentifier: network.subnetIds,
    TargetGroupARNs: [targets?.[0]?.TargetGroupArn],
  });
});

/** Makes the group; its instances signal this. */
function made(status: (instanceId: string) => ReceivedSignal['status'] | undefined) {
  const { clock } = services.deps;
  fleet.onLaunch = (uniqueId) => {
    clock.after(SIGNALS_AFTER_MS, () => {
      const said = status(uniqueId);
      if (said === undefined) return;
      received.push({ uniqueId, status: said });
      news.tell('');
    });
  };
  const context = {
    ...testHandlerContext(services.deps, services),
    policies: { creation: TWO, update: undefined },
    signals: { received: () => received, next: () => news.next('') },
  };
  const work = drive(clock, autoScalingGroup.create(properties, context));
  return { work, reasons: context.reasons };
}

test('a group is made once as many instances have signalled success as its policy counts', async () => {
  const startMs = services.deps.clock.nowMs();
  const { work, reasons } = made(() => 'SUCCESS');
  await expect(work).resolves.toMatchObject({ physicalId: 'web' });
  expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(SIGNALS_AFTER_MS);
  expect(reasons).toEqual([
    'Received SUCCESS signal with UniqueId i-1',
    'Received SUCCESS signal with UniqueId i-2',
  ]);
});

test('one failure fails it, with how that instance was found and its last words, and leaves none', async () => {
  services.fleet.health = 'unhealthy';
  services.fleet.output = ['Error: no database'];
  const { work } = made((id) => (id === 'i-2' ? 'FAILURE' : undefined));
  await expect(work).rejects.toThrow(
    'Received 1 FAILURE signal(s) out of 2. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement. ' +
      'Instance i-2 was unhealthy: Target.ResponseCodeMismatch (Health checks failed with these codes: [500]). ' +
      'Its last output: Error: no database',
  );
  expect(services.autoscaling.groups('us-east-1')).toEqual([]);
});

test('an instance that Auto Scaling ended by then is told of as the load balancer found it', async () => {
  services.fleet.health = 'unhealthy';
  services.deps.clock.after(SIGNALS_AFTER_MS / 2, () => (services.fleet.health = 'draining'));
  const { work } = made(() => 'FAILURE');
  await expect(work).rejects.toThrow('Instance i-1 was unhealthy: Target.ResponseCodeMismatch');
});

test('silence until the time-out is a failure', async () => {
  const startMs = services.deps.clock.nowMs();
  const { work, reasons } = made(() => undefined);
  await expect(work).rejects.toThrow('Received 0 SUCCESS signal(s) out of 2.');
  expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(600_000);
  expect(reasons).toEqual([expect.stringContaining('Failed to receive 2 resource signal(s)')]);
});
