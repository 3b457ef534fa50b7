import { autoScalingGroupSchema, scalingPolicySchema } from '@understudy/contract';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testRequest } from '../../kernel/kernel.fixture.ts';
import { makeNetwork, type TestNetwork } from '../../resources/testing/network.ts';
import { regionalServices, type RegionalServices } from '../../resources/testing/regional.ts';
import { desiredAfter } from './groups.ts';

const request = testRequest('us-east-1');

describe('Auto Scaling groups', () => {
  let services: RegionalServices;
  let network: TestNetwork;
  let templateId: string;

  beforeEach(() => {
    services = regionalServices();
    network = makeNetwork(services);
    const { LaunchTemplate: made } = services.ec2.operations.CreateLaunchTemplate(request, {
      LaunchTemplateName: 'web',
      LaunchTemplateData: {
        ImageId: 'ami-0123456789abcdef0',
        InstanceType: 't4g.micro',
        SecurityGroupIds: [network.groupId],
      },
    });
    templateId = made?.LaunchTemplateId ?? '';
  });

  function make(overrides: object = {}): void {
    services.autoscaling.operations.CreateAutoScalingGroup(request, {
      AutoScalingGroupName: 'web',
      MinSize: 1,
      MaxSize: 3,
      VPCZoneIdentifier: network.subnetIds.join(', '),
      LaunchTemplate: { LaunchTemplateId: templateId, Version: '$Latest' },
      Tags: [{ Key: 'Name', Value: 'web', PropagateAtLaunch: true }],
      ...overrides,
    });
  }

  const projected = (): ReturnType<RegionalServices['autoscaling']['groups']>[number] | undefined =>
    services.autoscaling.groups('us-east-1')[0];

  it('give the data plane a document that it accepts, with the launch template resolved', () => {
    make();
    const group = projected();
    expect(autoScalingGroupSchema.parse(group)).toEqual(group);
    expect(group).toMatchObject({
      name: 'web',
      desiredCapacity: 1,
      desiredRevision: 1,
      subnetIds: network.subnetIds,
      healthCheckType: 'EC2',
      healthCheckGracePeriodSeconds: 0,
      defaultCooldownSeconds: 300,
      launch: { launchTemplateId: templateId, launchTemplateVersion: 1 },
    });
    services.ec2.operations.CreateLaunchTemplateVersion(request, {
      LaunchTemplateId: templateId,
      SourceVersion: '1',
      LaunchTemplateData: { InstanceType: 't4g.small' },
    });
    expect(projected()?.launch).toMatchObject({ launchTemplateVersion: 2 });
  });

  it('keep their instances and launch no more when their template is gone', () => {
    make();
    services.ec2.operations.DeleteLaunchTemplate(request, { LaunchTemplateId: templateId });
    expect(projected()).toMatchObject({
      suspendedProcesses: ['Launch'],
      launch: { launchTemplateVersion: 1 },
    });
  });

  it.each([
    [
      { MinSize: 4 },
      'ValidationError',
      'Max bound, 3, must be greater than or equal to min bound, 4',
    ],
    [
      { DesiredCapacity: 5 },
      'ValidationError',
      'Desired capacity:5 must be between the specified min size:1 and max size:3',
    ],
    [
      { VPCZoneIdentifier: '' },
      'ValidationError',
      'At least one Availability Zone or VPC Subnet is required.',
    ],
    [
      { VPCZoneIdentifier: 'subnet-0' },
      'ValidationError',
      "The subnet ID 'subnet-0' does not exist",
    ],
    [
      { TargetGroupARNs: ['arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/a/b'] },
      'ValidationError',
      'Provided Target Groups may not be valid. Please ensure they exist and try again.',
    ],
    [
      { MixedInstancesPolicy: {} },
      'UnsupportedOperation',
      'The parameter MixedInstancesPolicy of CreateAutoScalingGroup is not supported by this engine.',
    ],
  ])('refuse %j', (overrides, code, message) => {
    expect(codeAndMessage(() => make(overrides))).toEqual({ code, message });
  });

  it('refuse a template that cannot be launched, by its reason', () => {
    services.ec2.operations.CreateLaunchTemplateVersion(request, {
      LaunchTemplateId: templateId,
      SourceVersion: '1',
      LaunchTemplateData: { SecurityGroupIds: ['sg-0'] },
    });
    expect(codeAndMessage(() => make()).message).toBe(
      "You must use a valid fully-formed launch template. The security group 'sg-0' does not exist",
    );
  });

  it('refuse an image of another region', () => {
    const imageId = 'ami-0123456789abcdef0';
    const image = { imageId, name: 'web', state: 'available', createdMs: 0 } as const;
    services.ec2.putImage('ap-northeast-2', image);
    expect(codeAndMessage(() => make())).toEqual({
      code: 'ValidationError',
      message: `You must use a valid fully-formed launch template. The image id '[${imageId}]' does not exist`,
    });
    services.ec2.putImage('us-east-1', image);
    make();
  });

  it('refuse an image that is still pending', () => {
    services.ec2.putImage('us-east-1', {
      imageId: 'ami-0123456789abcdef0',
      name: 'web',
      state: 'pending',
      createdMs: 0,
    });
    expect(codeAndMessage(() => make()).message).toContain('is pending, not available');
  });

  it('take a desired capacity inside their bounds only', () => {
    make();
    const set = (DesiredCapacity: number): void =>
      services.autoscaling.operations.SetDesiredCapacity(request, {
        AutoScalingGroupName: 'web',
        DesiredCapacity,
      });
    set(2);
    expect(projected()).toMatchObject({ desiredCapacity: 2, desiredRevision: 2 });
    expect(codeAndMessage(() => set(4))).toEqual({
      code: 'ValidationError',
      message: 'New SetDesiredCapacity value 4 is above max value 3 for the AutoScalingGroup.',
    });
    expect(codeAndMessage(() => set(0)).message).toContain('is below min value 1');
  });

  it('are described with what the region made of them', async () => {
    make({ DesiredCapacity: 2 });
    const { AutoScalingGroups: found } =
      await services.autoscaling.operations.DescribeAutoScalingGroups(request, {});
    expect(found).toMatchObject([
      { AutoScalingGroupName: 'web', DesiredCapacity: 2, VPCZoneIdentifier: expect.any(String) },
    ]);
    expect(found?.[0]?.Instances).toHaveLength(2);
  });

  it('are described a page at a time, and take no token that they did not give', async () => {
    for (const AutoScalingGroupName of ['a', 'b']) make({ AutoScalingGroupName });
    const names = async (NextToken?: string): Promise<(string | undefined)[]> => {
      const { DescribeAutoScalingGroups } = services.autoscaling.operations;
      const part = await DescribeAutoScalingGroups(request, { MaxRecords: 1, NextToken });
      const here = (part.AutoScalingGroups ?? []).map((group) => group.AutoScalingGroupName);
      return part.NextToken === undefined ? here : [...here, ...(await names(part.NextToken))];
    };
    expect(await names()).toEqual(['a', 'b']);
    await expect(names('x')).rejects.toMatchObject({ code: 'InvalidNextToken' });
  });

  it('are not deleted while instances are in them, unless forced', async () => {
    make();
    const remove = (ForceDelete: boolean): Promise<void> =>
      services.autoscaling.operations.DeleteAutoScalingGroup(request, {
        AutoScalingGroupName: 'web',
        ForceDelete,
      });
    await expect(remove(false)).rejects.toMatchObject({ code: 'ResourceInUse' });
    await remove(true);
    expect(services.autoscaling.groups('us-east-1')).toEqual([]);
  });

  it('scale by simple policies, and by no other', async () => {
    make();
    const put = (input: object): string | undefined =>
      services.autoscaling.operations.PutScalingPolicy(request, {
        AutoScalingGroupName: 'web',
        PolicyName: 'out',
        ...input,
      }).PolicyARN;
    expect(codeAndMessage(() => put({ PolicyType: 'TargetTrackingScaling' })).message).toBe(
      'Policy type TargetTrackingScaling is not supported by this engine: only SimpleScaling policies work here.',
    );
    const arn = put({ AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1, Cooldown: 60 });
    expect(put({ AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 2 })).toBe(arn);
    const policies = services.autoscaling.scalingPolicies('us-east-1');
    expect(policies).toMatchObject([{ arn, scalingAdjustment: 2, minAdjustmentMagnitude: 0 }]);
    expect(scalingPolicySchema.parse(policies[0])).toEqual(policies[0]);
    services.deps.dataPlane.answers['executePolicy'] = () => ({});
    await services.autoscaling.operations.ExecutePolicy(request, { PolicyName: arn });
    expect(services.deps.dataPlane.queries.at(-1)).toEqual({
      query: 'executePolicy',
      region: 'us-east-1',
      input: { policyArn: arn, honorCooldown: false },
    });
  });

  it('take a maintenance policy and a warm-up, and give them up for -1', async () => {
    const policy = { MinHealthyPercentage: 90, MaxHealthyPercentage: 120 };
    make({ InstanceMaintenancePolicy: policy, DefaultInstanceWarmup: 60 });
    const { DescribeAutoScalingGroups, UpdateAutoScalingGroup } = services.autoscaling.operations;
    const about = { AutoScalingGroupName: 'web' };
    await UpdateAutoScalingGroup(request, { ...about, MaxSize: 4 });
    const described = await DescribeAutoScalingGroups(request, {});
    expect(described.AutoScalingGroups).toMatchObject([
      { InstanceMaintenancePolicy: policy, DefaultInstanceWarmup: 60 },
    ]);
    expect(autoScalingGroupSchema.parse(projected())).toMatchObject({
      instanceMaintenancePolicy: { minHealthyPercentage: 90, maxHealthyPercentage: 120 },
      defaultInstanceWarmupSeconds: 60,
    });
    await UpdateAutoScalingGroup(request, {
      ...about,
      InstanceMaintenancePolicy: { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 },
      DefaultInstanceWarmup: -1,
    });
    expect(projected()).not.toHaveProperty('instanceMaintenancePolicy');
    expect(projected()).not.toHaveProperty('defaultInstanceWarmupSeconds');
  });

  it.each([
    [{ MinHealthyPercentage: 90 }, 'Both MinHealthyPercentage and MaxHealthyPercentage must be'],
    [{ MinHealthyPercentage: 101, MaxHealthyPercentage: 110 }, 'MinHealthyPercentage must be'],
    [{ MinHealthyPercentage: 100, MaxHealthyPercentage: 99 }, 'MaxHealthyPercentage must be'],
    [{ MinHealthyPercentage: -1, MaxHealthyPercentage: 100 }, 'MinHealthyPercentage must be'],
    [{ MinHealthyPercentage: 90, MaxHealthyPercentage: 191 }, 'The difference between'],
  ])('refuse the maintenance policy %j', (InstanceMaintenancePolicy, message) => {
    expect(codeAndMessage(() => make({ InstanceMaintenancePolicy }))).toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  it('suspend and resume processes by name', () => {
    make();
    const { ResumeProcesses, SuspendProcesses } = services.autoscaling.operations;
    const about = { AutoScalingGroupName: 'web' };
    SuspendProcesses(request, { ...about, ScalingProcesses: ['ReplaceUnhealthy', 'Launch'] });
    ResumeProcesses(request, { ...about, ScalingProcesses: ['Launch'] });
    expect(projected()?.suspendedProcesses).toEqual(['ReplaceUnhealthy']);
    const wrong = (): void => SuspendProcesses(request, { ...about, ScalingProcesses: ['Sleep'] });
    expect(codeAndMessage(wrong).message).toBe('Invalid scaling process: Sleep');
  });
});

describe('the desired capacity after an update', () => {
  const group = { desiredCapacity: 2, desiredRevision: 7 };

  it('is what was asked', () => {
    expect(desiredAfter(group, 4, { minSize: 1, maxSize: 5, asked: 3 })).toEqual({
      desiredCapacity: 3,
      desiredRevision: 8,
    });
  });

  it('stays what scaling policies made of it, and moves only as far as the bounds', () => {
    fc.assert(
      fc.property(
        fc.option(fc.nat(20), { nil: undefined }),
        fc.nat(10),
        fc.nat(10),
        (desiredNow, minSize, room) => {
          const maxSize = minSize + room;
          const after = desiredAfter(group, desiredNow, { minSize, maxSize, asked: undefined });
          const current = desiredNow ?? 2;
          expect(after.desiredCapacity).toBeGreaterThanOrEqual(minSize);
          expect(after.desiredCapacity).toBeLessThanOrEqual(maxSize);
          if (current >= minSize && current <= maxSize)
            expect(after).toEqual({ desiredCapacity: current, desiredRevision: 7 });
          else expect(after.desiredRevision).toBe(8);
        },
      ),
    );
  });
});
