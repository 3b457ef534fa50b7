import type { InstanceState } from '@understudy/contract';
import { beforeEach, expect, test } from 'vitest';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import type { GroupRecord } from '../../services/autoscaling/records.ts';
import { testHandlerContext } from '../testing/context.ts';
import { makeNetwork } from '../testing/network.ts';
import { anInstance, drive, regionalServices, type RegionalServices } from '../testing/regional.ts';
import { haltReplacement } from './halt-replacement.ts';

const request = testRequest('us-east-1');
const STARTS_FOR_MS = 20_000;

let services: RegionalServices;
let states: Record<string, InstanceState['lifecycleState']>;

beforeEach(() => {
  services = regionalServices();
  states = { 'i-1': 'InService', 'i-2': 'InService' };
  const { LaunchTemplate: template } = services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' },
  });
  services.autoscaling.operations.CreateAutoScalingGroup(request, {
    AutoScalingGroupName: 'web',
    ...{ MinSize: 2, MaxSize: 4 },
    LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version: '1' },
    VPCZoneIdentifier: makeNetwork(services).subnetIds.join(','),
  });
  services.fleet.instances = () =>
    Object.entries(states).map(([id, lifecycleState]) => ({
      ...anInstance(id),
      ...{ groupName: 'web', lifecycleState },
    }));
});

const group = (): GroupRecord | undefined => services.autoscaling.group('us-east-1', 'web');

/** A rolling update has made room for four, and fails. */
function failed(): void {
  const { autoscaling } = services;
  const before = { suspend: ['HealthCheck'], desiredCapacity: 2 };
  autoscaling.beginReplacement('us-east-1', 'web', before);
  autoscaling.operations.SetDesiredCapacity(request, {
    AutoScalingGroupName: 'web',
    DesiredCapacity: 4,
  });
}

function halted(): Promise<void> {
  const context = testHandlerContext(services.deps, services);
  return drive(services.deps.clock, haltReplacement('web', context));
}

test('while new instances start, the group stays as large and launches none', async () => {
  failed();
  states['i-3'] = 'Pending';
  services.deps.clock.after(STARTS_FOR_MS / 2, () => {
    expect(group()).toMatchObject({ desiredCapacity: 4 });
    expect(group()?.suspendedProcesses).toEqual(['HealthCheck', 'Launch']);
  });
  services.deps.clock.after(STARTS_FOR_MS, () => (states['i-3'] = 'Terminated'));
  const startMs = services.deps.clock.nowMs();
  await halted();
  expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(STARTS_FOR_MS);
  expect(group()).toMatchObject({ desiredCapacity: 2, suspendedProcesses: ['HealthCheck'] });
});

test('a new one that came into service counts, until the rollback replaces it', async () => {
  failed();
  states['i-3'] = 'InService';
  await halted();
  expect(group()).toMatchObject({ desiredCapacity: 3 });
});

test('a process that was suspended before stays so', async () => {
  services.autoscaling.operations.SuspendProcesses(request, {
    AutoScalingGroupName: 'web',
    ScalingProcesses: ['Launch'],
  });
  failed();
  await halted();
  expect(group()?.suspendedProcesses).toEqual(['Launch', 'HealthCheck']);
});

test('a group that nothing was replaced of is left alone', async () => {
  const before = group();
  states['i-3'] = 'Pending';
  await halted();
  expect(group()).toEqual(before);
});
