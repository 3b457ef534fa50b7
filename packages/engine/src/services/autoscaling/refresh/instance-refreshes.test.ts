import type { InstanceState } from '@understudy/contract';
import { beforeEach, expect, test } from 'vitest';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { makeNetwork } from '../../../resources/testing/network.ts';
import { regionalServices, type RegionalServices } from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');
const about = { AutoScalingGroupName: 'web' };
let services: RegionalServices;
let fleet: InstanceState[];
let ended: string[];

beforeEach(() => {
  services = regionalServices();
  const network = makeNetwork(services);
  services.ec2.operations.CreateLaunchTemplate(request, {
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't4g.micro' },
  });
  services.autoscaling.operations.CreateAutoScalingGroup(request, {
    ...{ ...about, MinSize: 2, MaxSize: 2 },
    VPCZoneIdentifier: network.subnetIds.join(','),
    LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Latest' },
  });
  const { answers } = services.deps.dataPlane;
  fleet = (answers['describeInstances']?.({} as never, 'us-east-1') ?? []) as InstanceState[];
  services.fleet.instances = () => fleet;
  ended = [];
  answers['refreshInstances'] = ({ terminate }: { terminate: string[] }) => {
    ended.push(...terminate);
    const launchedMs = services.deps.clock.nowMs();
    fleet = fleet.map((each) =>
      terminate.includes(each.instanceId)
        ? { ...each, instanceId: `${each.instanceId}0`, launchedMs }
        : each,
    );
    return {};
  };
});

async function start(Preferences: object = {}): Promise<string | undefined> {
  const { StartInstanceRefresh } = services.autoscaling.operations;
  return (await StartInstanceRefresh(request, { ...about, Preferences })).InstanceRefreshId;
}

function shown() {
  return services.autoscaling.operations.DescribeInstanceRefreshes(request, about)
    .InstanceRefreshes?.[0];
}

async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds; step += 5) await services.deps.clock.advance(5_000);
}

test('every instance is replaced, one after the other, each warmed up', async () => {
  const id = await start({ InstanceWarmup: 60 });
  expect(shown()).toMatchObject({ InstanceRefreshId: id, Status: 'Pending', InstancesToUpdate: 2 });
  await pass(30);
  expect(ended).toHaveLength(1);
  await pass(60);
  expect(ended).toHaveLength(2);
  expect(shown()).toMatchObject({ Status: 'InProgress', PercentageComplete: 50 });
  await pass(90);
  expect(shown()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
  expect(new Set(ended).size).toBe(2);
});

test('there is one at a time, which may be cancelled', async () => {
  await start({ InstanceWarmup: 600 });
  await expect(start()).rejects.toMatchObject({ code: 'InstanceRefreshInProgress' });
  await pass(10);
  services.autoscaling.operations.CancelInstanceRefresh(request, about);
  await pass(10);
  expect(shown()).toMatchObject({ Status: 'Cancelled', StatusReason: expect.any(String) });
  expect(() => services.autoscaling.operations.CancelInstanceRefresh(request, about)).toThrow(
    'No in progress or pending Instance Refresh found',
  );
  expect(ended).toHaveLength(1);
});

test('instances that match stay where that is asked for', async () => {
  await start({ SkipMatching: true });
  await pass(10);
  expect(shown()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
  expect(ended).toEqual([]);
});

test('what is not done here is refused by name', async () => {
  await expect(start({ AutoRollback: true })).rejects.toThrow('AutoRollback');
  await expect(start({ MinHealthyPercentage: 101 })).rejects.toThrow('between 0 and 100');
});
