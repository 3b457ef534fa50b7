import { beforeEach, describe, expect, test } from 'vitest';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import type {
  ReceivedSignal,
  ResourcePolicies,
  RollingUpdate,
} from '../../kernel/resource-policies.ts';
import type { Properties } from '../../kernel/resource.ts';
import { News } from '../../kernel/news.ts';
import { testHandlerContext, type TestHandlerContext } from '../testing/context.ts';
import { makeNetwork } from '../testing/network.ts';
import { checked, drive, regionalServices, type RegionalServices } from '../testing/regional.ts';
import { autoScalingGroup } from './auto-scaling-group.ts';
import { RollingFleet } from './rolling-fleet.fixture.ts';

const request = testRequest('us-east-1');
const BY_ONES: RollingUpdate = {
  maxBatchSize: 1,
  minInstancesInService: 2,
  minSuccessfulInstancesPercent: 100,
  minActiveInstancesPercent: 100,
  pause: { text: 'PT0S', ms: 0 },
  suspendProcesses: [],
  waitOnResourceSignals: false,
};
const SIGNALS: Partial<RollingUpdate> = {
  waitOnResourceSignals: true,
  pause: { text: 'PT5M', ms: 300_000 },
};

let services: RegionalServices;
let fleet: RollingFleet;
let properties: Properties;

beforeEach(async () => {
  services = regionalServices();
  fleet = new RollingFleet(services);
  const network = makeNetwork(services);
  const { LaunchTemplate: template } = services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' },
  });
  properties = checked(autoScalingGroup, {
    AutoScalingGroupName: 'web',
    MinSize: '2',
    MaxSize: '4',
    DesiredCapacity: '2',
    LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version: '1' },
    VPCZoneIdentifier: network.subnetIds,
  });
  const context = testHandlerContext(services.deps, services);
  await drive(services.deps.clock, autoScalingGroup.create(properties, context));
  fleet.log.length = 0;
  services.ec2.operations.CreateLaunchTemplateVersion(request, {
    LaunchTemplateId: template?.LaunchTemplateId,
    SourceVersion: '1',
    LaunchTemplateData: { InstanceType: 't4g.small' },
  });
});

const NO_SIGNALS: TestHandlerContext['signals'] = { received: () => [], next: () => pending() };

/** The update to the second version of the template, under a policy. */
function rolled(
  policy: Partial<RollingUpdate>,
  signals = NO_SIGNALS,
): { work: Promise<unknown>; reasons: string[] } {
  const context = contextUnder(policy, signals);
  const work = autoScalingGroup.update(secondVersion(), properties, 'web', context);
  return { work: drive(services.deps.clock, work), reasons: context.reasons };
}

/** And back. */
function rolledBack(policy: Partial<RollingUpdate>): Promise<unknown> {
  const context = contextUnder(policy, NO_SIGNALS);
  return drive(
    services.deps.clock,
    autoScalingGroup.update(properties, secondVersion(), 'web', context),
  );
}

function secondVersion(): Properties {
  const launchTemplate = properties['LaunchTemplate'] as object;
  return { ...properties, LaunchTemplate: { ...launchTemplate, Version: '2' } };
}

function contextUnder(
  policy: Partial<RollingUpdate>,
  signals: TestHandlerContext['signals'],
): TestHandlerContext {
  const policies: ResourcePolicies = {
    creation: undefined,
    update: {
      rollingUpdate: { ...BY_ONES, ...policy },
      willReplace: false,
    },
  };
  return { ...testHandlerContext(services.deps, services), policies, signals };
}

const pending = (): Promise<void> => new Promise(() => undefined);

/** Each new instance signals this, ten seconds after it was launched. */
function signalling(status: (instanceId: string) => ReceivedSignal['status']) {
  const received: ReceivedSignal[] = [];
  const news = new News();
  fleet.onLaunch = (uniqueId) => {
    services.deps.clock.after(10_000, () => {
      received.push({ uniqueId, status: status(uniqueId) });
      news.tell('');
    });
  };
  return { received: () => received, next: () => news.next('') };
}

describe('a rolling update', () => {
  test('keeps the minimum in service, one batch after the other, and ends as it began', async () => {
    const { work, reasons } = rolled({});
    await work;
    expect(fleet.log).toEqual(['+i-3', '-i-1', '+i-4', '-i-2']);
    expect(fleet.versions).toEqual([2, 2]);
    expect(reasons).toEqual([
      'Temporarily setting autoscaling group MinSize and DesiredCapacity to 3.',
      'Rolling update initiated. Terminating 2 obsolete instance(s) in batches of 1, while keeping at least 2 instance(s) in service.',
      'Terminating instance(s) [i-1]; replacing with 1 new instance(s).',
      'Successfully terminated instance(s) [i-1] (Progress 50%).',
      'Terminating instance(s) [i-2]; replacing with 0 new instance(s).',
      'Successfully terminated instance(s) [i-2] (Progress 100%).',
    ]);
    expect(services.autoscaling.group('us-east-1', 'web')).toMatchObject({
      minSize: 2,
      suspendedProcesses: [],
    });
  });

  test('without a minimum in service ends the old ones before new ones come', async () => {
    const { work, reasons } = rolled({ minInstancesInService: 0, maxBatchSize: 2 });
    await work;
    expect(fleet.log[0]).toBe('-i-1');
    expect(fleet.versions).toEqual([2, 2]);
    expect(reasons[0]).toBe(
      'Rolling update initiated. Terminating 2 obsolete instance(s) in batches of 2.',
    );
  });

  test('pauses after new instances were added', async () => {
    const startMs = services.deps.clock.nowMs();
    const { work, reasons } = rolled({ pause: { text: 'PT1M', ms: 60_000 } });
    await work;
    expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(120_000);
    expect(reasons).toContain('New instance(s) added to autoscaling group - Pausing for PT1M.');
  });

  test('suspends the processes that it is told to, and resumes no others', async () => {
    services.autoscaling.operations.SuspendProcesses(request, {
      AutoScalingGroupName: 'web',
      ScalingProcesses: ['AZRebalance'],
    });
    const suspended = (): readonly string[] =>
      services.autoscaling.group('us-east-1', 'web')?.suspendedProcesses ?? [];
    const seen: (readonly string[])[] = [];
    fleet.onLaunch = () => seen.push(suspended());
    const { work } = rolled({ suspendProcesses: ['AZRebalance', 'HealthCheck'] });
    await work;
    expect(seen[0]).toEqual(['AZRebalance', 'HealthCheck']);
    expect(suspended()).toEqual(['AZRebalance']);
  });

  test('that leaves no room under the maximum is refused', async () => {
    await expect(rolled({ minInstancesInService: 4 }).work).rejects.toThrow(
      "MinInstancesInService must be less than the autoscaling group's MaxSize",
    );
    expect(fleet.log).toEqual([]);
  });
});

describe('a rolling update that waits for signals', () => {
  test('goes on when each new instance has signalled success', async () => {
    const { work, reasons } = rolled(
      SIGNALS,
      signalling(() => 'SUCCESS'),
    );
    await work;
    expect(fleet.versions).toEqual([2, 2]);
    expect(reasons.filter((reason) => /signal|New/.test(reason))).toEqual([
      expect.stringContaining('Waiting on resource signals with a timeout of PT5M when'),
      'New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a timeout of PT5M.',
      'Received SUCCESS signal with UniqueId i-3',
      'New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a timeout of PT5M.',
      'Received SUCCESS signal with UniqueId i-4',
    ]);
  });

  test('fails at the first failure with the old instances in service, and rolls back to them', async () => {
    const { work } = rolled(
      SIGNALS,
      signalling(() => 'FAILURE'),
    );
    await expect(work).rejects.toThrow(
      'Received 1 FAILURE signal(s) out of 2. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement',
    );
    expect(fleet.log).toEqual(['+i-3']);
    await rolledBack(SIGNALS);
    expect(fleet.log).toEqual(['+i-3', '-i-3']);
    expect(fleet.versions).toEqual([1, 1]);
    expect(services.autoscaling.group('us-east-1', 'web')).toMatchObject({
      minSize: 2,
      desiredCapacity: 2,
    });
  });

  test('counts silence as a failure when its time is over', async () => {
    const startMs = services.deps.clock.nowMs();
    const { work, reasons } = rolled(SIGNALS);
    await expect(work).rejects.toThrow(
      'Received 0 SUCCESS signal(s) out of 2. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement',
    );
    expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(300_000);
    expect(reasons.at(-1)).toBe(
      'Failed to receive 1 resource signal(s) for the current batch. Each resource signal timeout is counted as a FAILURE.',
    );
  });

  test('bears as many failures as the policy allows', async () => {
    const failsFirst = signalling((id) => (id === 'i-3' ? 'FAILURE' : 'SUCCESS'));
    const { work } = rolled({ ...SIGNALS, minSuccessfulInstancesPercent: 50 }, failsFirst);
    await work;
    expect(fleet.versions).toEqual([2, 2]);
  });
});

test('what a rolling update left that was cut off is put back by the next update', async () => {
  services.autoscaling.beginReplacement('us-east-1', 'web', {
    suspend: ['HealthCheck'],
    desiredCapacity: 2,
  });
  services.autoscaling.operations.SetDesiredCapacity(request, {
    AutoScalingGroupName: 'web',
    DesiredCapacity: 3,
  });
  await rolled({}).work;
  expect(services.autoscaling.group('us-east-1', 'web')).toMatchObject({
    minSize: 2,
    suspendedProcesses: [],
  });
  expect(fleet.versions).toEqual([2, 2]);
});
