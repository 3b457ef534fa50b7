import { Readable } from 'node:stream';
import type { CertificateMaterial, InstanceState, RegionQueries } from '@understudy/contract';
import { until, type VirtualClock } from '@understudy/contract/testing';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { testDeps, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { AutoScalingService } from '../../services/autoscaling/autoscaling-service.ts';
import { checkResource } from '../../services/cloudformation/stack/resource/check-resource.ts';
import { CloudWatchService } from '../../services/cloudwatch/cloudwatch-service.ts';
import { Ec2Service } from '../../services/ec2/ec2-service.ts';
import { ElbV2Service } from '../../services/elbv2/elbv2-service.ts';
import { IamService } from '../../services/iam/iam-service.ts';
import { ImageBuilderService } from '../../services/imagebuilder/imagebuilder-service.ts';

/** The regional services over one set of records, for tests. */
export interface RegionalServices {
  deps: TestDeps;
  ec2: Ec2Service;
  elbv2: ElbV2Service;
  autoscaling: AutoScalingService;
  cloudwatch: CloudWatchService;
  iam: IamService;
  imagebuilder: ImageBuilderService;
  /** Certificates that exist, by ARN. */
  certificates: Map<string, CertificateMaterial>;
  /** Objects of the stores, by `bucket/key`. */
  objects: Map<string, Uint8Array>;
  /** Overrides of what the running region says of instances. */
  fleet: FakeFleet;
}

/** A region's process that has every instance in service at once, unless told otherwise. */
export interface FakeFleet {
  /** Targets' state, once instances are in service. */
  health: RegionQueries['describeTargetHealth']['output'][number]['state'];
  /** When given, what describeInstances says instead. */
  instances: (() => InstanceState[]) | undefined;
  failedLaunchesInARow: number;
  output: string[];
}

export function regionalServices(overrides: Partial<TestDeps> = {}): RegionalServices {
  const deps = testDeps(overrides);
  const certificates = new Map<string, CertificateMaterial>();
  const objects = new Map<string, Uint8Array>();
  const ec2 = new Ec2Service(deps);
  const iam = new IamService(deps);
  const elbv2 = new ElbV2Service(deps, ec2, {
    certificateMaterial: (arn) => certificates.get(arn),
  });
  const autoscaling = new AutoScalingService(deps, ec2, elbv2);
  const fleet: FakeFleet = {
    health: 'healthy',
    instances: undefined,
    failedLaunchesInARow: 0,
    output: ['listening'],
  };
  answerAsFleet(deps, autoscaling, fleet);
  return {
    deps,
    ec2,
    elbv2,
    autoscaling,
    cloudwatch: new CloudWatchService(deps),
    iam,
    imagebuilder: new ImageBuilderService(deps, {
      ec2,
      iam,
      fetchObject: (_region, bucket, key) => {
        const object = objects.get(`${bucket}/${key}`);
        return object === undefined
          ? Promise.reject(new Error('The specified key does not exist.'))
          : Promise.resolve(Readable.from([object]));
      },
    }),
    certificates,
    objects,
    fleet,
  };
}

/**
 * Properties as CloudFormation hands them to a handler: checked and coerced. Throws what it finds
 * wrong.
 */
export function checked(handler: ResourceHandler, given: Properties): Properties {
  const { properties, problems } = checkResource(handler, given);
  if (problems.length > 0) throw new Error(`${handler.type}: ${JSON.stringify(problems)}`);
  return properties;
}

/** Lets virtual time pass until a promise has settled: for waits that also need real I/O. */
export async function drive<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  promise.then(
    () => (isSettled = true),
    () => (isSettled = true),
  );
  await until(
    async () => {
      for (let step = 0; step < 20 && !isSettled; step += 1) await clock.advance(500);
      return isSettled;
    },
    { withinMs: 8_000, what: 'the promise to settle' },
  );
  return promise;
}

export function answerAsFleet(
  deps: Pick<TestDeps, 'dataPlane'>,
  autoscaling: AutoScalingService,
  fleet: FakeFleet,
): void {
  const { answers } = deps.dataPlane;
  const instancesOf = (region: string): InstanceState[] =>
    fleet.instances?.() ?? autoscaling.groups(region).flatMap((group) => runningInstances(group));
  answers['describeInstances'] = (_input, region) => instancesOf(region);
  answers['describeGroups'] = (_input, region) =>
    autoscaling.groups(region).map((group) => ({
      name: group.name,
      desiredCapacity: group.desiredCapacity,
      minSize: group.minSize,
      maxSize: group.maxSize,
      instanceIds: instancesOf(region).map((instance) => instance.instanceId),
      failedLaunchesInARow: fleet.failedLaunchesInARow,
      lastFailedInstanceId: fleet.failedLaunchesInARow > 0 ? 'i-0failed' : undefined,
    }));
  answers['describeTargetHealth'] = (_input, region) =>
    instancesOf(region).map((instance) => ({
      instanceId: instance.instanceId,
      port: 80,
      zone: instance.zone,
      state: fleet.health,
      reason: fleet.health === 'unhealthy' ? 'Target.ResponseCodeMismatch' : '',
      description:
        fleet.health === 'unhealthy' ? 'Health checks failed with these codes: [500]' : '',
    }));
  answers['describeActivities'] = () => [];
  answers['describeAlarmStates'] = () => [];
  answers['instanceOutput'] = ({ instanceId }: { instanceId: string }) => ({
    instanceId,
    lines: fleet.output,
    written: fleet.output.length,
    isEnded: true,
  });
}

function runningInstances(
  group: ReturnType<AutoScalingService['groups']>[number],
): InstanceState[] {
  return Array.from({ length: group.desiredCapacity }, (_, index) => ({
    ...anInstance(`i-${group.name}-${index}`),
    groupName: group.name,
    imageId: group.launch.imageId,
    launchTemplateId: group.launch.launchTemplateId,
    launchTemplateVersion: group.launch.launchTemplateVersion,
    subnetId: group.subnetIds[index % group.subnetIds.length] ?? '',
  }));
}

export function anInstance(instanceId: string): InstanceState {
  return {
    instanceId,
    groupName: 'group',
    imageId: 'ami-0123456789abcdef0',
    instanceType: 't4g.micro',
    launchTemplateId: 'lt-1',
    launchTemplateVersion: 1,
    subnetId: 'subnet-1',
    zone: 'us-east-1a',
    privateIp: '10.0.2.10',
    loopbackAddress: '127.99.9.10',
    securityGroupIds: [],
    lifecycleState: 'InService',
    healthStatus: 'Healthy',
    processId: 1,
    launchedMs: 0,
    tags: [],
  };
}
