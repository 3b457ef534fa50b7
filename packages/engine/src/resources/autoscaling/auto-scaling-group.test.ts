import type { InstanceState } from '@understudy/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Properties, ResourceResult } from '../../kernel/resource.ts';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import { testHandlerContext } from '../testing/context.ts';
import { makeNetwork, type TestNetwork } from '../testing/network.ts';
import {
  anInstance,
  checked,
  drive,
  regionalServices,
  type RegionalServices,
} from '../testing/regional.ts';
import { autoScalingGroup } from './auto-scaling-group.ts';

const request = testRequest('us-east-1');

describe('AWS::AutoScaling::AutoScalingGroup', () => {
  let services: RegionalServices;
  let network: TestNetwork;
  let properties: Properties;

  beforeEach(() => {
    services = regionalServices();
    network = makeNetwork(services);
    const { LaunchTemplate: template } = services.ec2.operations.CreateLaunchTemplate(request, {
      LaunchTemplateName: 'web',
      LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0' },
    });
    const { TargetGroups: groups } = services.elbv2.operations.CreateTargetGroup(request, {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: network.vpcId,
    });
    properties = checked(autoScalingGroup, {
      AutoScalingGroupName: 'web',
      MinSize: '1',
      MaxSize: '3',
      DesiredCapacity: '2',
      LaunchTemplate: { LaunchTemplateId: template?.LaunchTemplateId, Version: '1' },
      VPCZoneIdentifier: network.subnetIds,
      TargetGroupARNs: [groups?.[0]?.TargetGroupArn],
    });
  });

  function create(signal?: AbortSignal): Promise<ResourceResult> {
    const context = testHandlerContext(
      services.deps,
      services,
      signal === undefined ? {} : { signal },
    );
    return drive(services.deps.clock, autoScalingGroup.create(properties, context));
  }

  const started = (instanceId: string, state: InstanceState['lifecycleState']): InstanceState => ({
    ...anInstance(instanceId),
    groupName: 'web',
    lifecycleState: state,
  });

  it('is made as soon as the region tells that its targets are healthy', async () => {
    services.fleet.health = 'initial';
    const { clock, dataPlane } = services.deps;
    const startMs = clock.nowMs();
    const made = autoScalingGroup.create(properties, testHandlerContext(services.deps, services));
    await clock.advance(100);
    services.fleet.health = 'healthy';
    dataPlane.emit({
      sequence: 1,
      awsMs: startMs,
      wallMs: startMs,
      source: 'us-east-1',
      body: {
        type: 'target-health',
        targetGroup: 'web',
        target: 'i-1',
        state: 'healthy',
        reason: '',
      },
    });
    await expect(made).resolves.toMatchObject({ physicalId: 'web' });
    expect(clock.nowMs() - startMs).toBe(100);
  });

  it('is made once its instances are in service and healthy', async () => {
    services.fleet.health = 'initial';
    services.deps.clock.after(20_000, () => (services.fleet.health = 'healthy'));
    const startMs = services.deps.clock.nowMs();
    await expect(create()).resolves.toMatchObject({ physicalId: 'web' });
    expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(20_000);
  });

  it('does not wait for ever for a listener that never comes', async () => {
    services.fleet.health = 'unused';
    await expect(create()).resolves.toMatchObject({ physicalId: 'web' });
  });

  it('fails with the last output of an instance that would not start, and leaves nothing', async () => {
    services.fleet.failedLaunchesInARow = 3;
    services.fleet.instances = () => [];
    services.fleet.output = ['Error: Cannot find module', 'Node.js v24'];
    services.deps.dataPlane.answers['describeActivities'] = () => [
      {
        activityId: '1',
        groupName: 'web',
        cause: '',
        description: 'Launching a new EC2 instance: i-0failed',
        startMs: 1,
        endMs: 2,
        status: 'Failed',
        statusMessage: 'exited with code 1',
      },
    ];
    await expect(create()).rejects.toThrow(
      'Instance i-0failed failed to start: exited with code 1. ' +
        'Its last output: Error: Cannot find module\nNode.js v24',
    );
    expect(services.autoscaling.groups('us-east-1')).toEqual([]);
  });

  it('fails when instances keep ending after they were in service', async () => {
    let looks = 0;
    services.fleet.instances = () => {
      looks += 1;
      if (services.autoscaling.groups('us-east-1').length === 0) return [];
      return [started(`i-${Math.floor(looks / 6)}`, 'Pending')];
    };
    await expect(create()).rejects.toThrow(/^Instance i-\d+ failed to start/);
  });

  it('fails with what the target group says of instances that stay unhealthy', async () => {
    services.fleet.health = 'unhealthy';
    services.fleet.output = ['listening'];
    await expect(create()).rejects.toThrow(
      'Instance i-web-0 is running but unhealthy: Target.ResponseCodeMismatch ' +
        '(Health checks failed with these codes: [500]). Its last output: listening',
    );
  });

  it('fails with why instances were unhealthy when Auto Scaling keeps replacing them', async () => {
    let looks = 0;
    services.fleet.health = 'unhealthy';
    services.fleet.instances = () => {
      looks += 1;
      if (services.autoscaling.groups('us-east-1').length === 0) return [];
      return [started(`i-${Math.floor(looks / 6)}`, 'InService')];
    };
    await expect(create()).rejects.toThrow(/Health checks failed with these codes: \[500\]/);
  });

  it('gives up after a while that is told', async () => {
    services.fleet.health = 'initial';
    await expect(create()).rejects.toThrow('Group did not stabilize within 10 minutes');
  });

  it('ends its wait when the stack gives up', async () => {
    services.fleet.health = 'initial';
    const controller = new AbortController();
    services.deps.clock.after(5_000, () => controller.abort(new Error('the stack rolls back')));
    await expect(create(controller.signal)).rejects.toThrow('the stack rolls back');
    expect(services.autoscaling.groups('us-east-1')).toEqual([]);
  });

  it('leaves sizes alone that the template does not change', async () => {
    await create();
    services.autoscaling.operations.SetDesiredCapacity(request, {
      AutoScalingGroupName: 'web',
      DesiredCapacity: 3,
    });
    const update = async (given: Properties): Promise<number | undefined> => {
      const context = testHandlerContext(services.deps, services);
      await drive(
        services.deps.clock,
        autoScalingGroup.update(checked(autoScalingGroup, given), properties, 'web', context),
      );
      return services.autoscaling.group('us-east-1', 'web')?.desiredCapacity;
    };
    expect(await update({ ...properties, Cooldown: '60' })).toBe(3);
    expect(await update({ ...properties, DesiredCapacity: '1' })).toBe(1);
  });

  it('loses its maintenance policy with the template', async () => {
    const policy = { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 };
    const without = properties;
    properties = { ...properties, InstanceMaintenancePolicy: policy };
    await create();
    const kept = () => services.autoscaling.group('us-east-1', 'web')?.instanceMaintenancePolicy;
    expect(kept()).toEqual({ minHealthyPercentage: 100, maxHealthyPercentage: 200 });
    const context = testHandlerContext(services.deps, services);
    await drive(
      services.deps.clock,
      autoScalingGroup.update(checked(autoScalingGroup, without), properties, 'web', context),
    );
    expect(kept()).toBeUndefined();
  });

  it('is removed once its instances are gone', async () => {
    await create();
    let left = [started('i-1', 'Terminating')];
    services.fleet.instances = () => left;
    services.deps.clock.after(30_000, () => (left = []));
    const startMs = services.deps.clock.nowMs();
    const context = testHandlerContext(services.deps, services);
    await drive(services.deps.clock, autoScalingGroup.remove('web', properties, context));
    expect(services.deps.clock.nowMs() - startMs).toBeGreaterThanOrEqual(30_000);
  });
});
