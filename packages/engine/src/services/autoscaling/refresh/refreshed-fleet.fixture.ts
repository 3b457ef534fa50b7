import type { InstanceState } from '@understudy/contract';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { makeNetwork } from '../../../resources/testing/network.ts';
import {
  anInstance,
  regionalServices,
  type RegionalServices,
} from '../../../resources/testing/regional.ts';

export const request = testRequest('us-east-1');
export const about = { AutoScalingGroupName: 'web' };

/** A group and its region's process, which launches what is missing when it is looked at. */
export class RefreshedFleet {
  readonly services: RegionalServices = regionalServices();
  instances: InstanceState[] = [];
  /** How many were live at most, and in service at least, since the first ones were launched. */
  most = 0;
  least = Infinity;
  /** Versions of the launch template whose instances never come into service. */
  broken: number[] = [];
  alarm: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' = 'OK';
  #leaving: string[] = [];
  #launched = 0;

  constructor(size: number, more: object = {}) {
    const { ec2, autoscaling, deps, fleet } = this.services;
    const { subnetIds } = makeNetwork(this.services);
    ec2.operations.CreateLaunchTemplate(request, {
      LaunchTemplateName: 'web',
      LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't4g.micro' },
    });
    ec2.operations.CreateLaunchTemplateVersion(request, {
      LaunchTemplateName: 'web',
      SourceVersion: '1',
      LaunchTemplateData: { InstanceType: 't4g.small' },
    });
    autoscaling.operations.CreateAutoScalingGroup(request, {
      ...{ ...about, MinSize: size, MaxSize: size },
      VPCZoneIdentifier: subnetIds.join(','),
      LaunchTemplate: { LaunchTemplateName: 'web', Version: '1' },
      ...more,
    });
    fleet.instances = () => this.instances;
    const { answers } = deps.dataPlane;
    answers['describeAlarmStates'] = () => [
      { arn: 'a', name: 'errors', state: this.alarm, reason: '', updatedMs: 0 },
    ];
    answers['refreshInstances'] = (input: { terminate: string[]; leaving: string[] }) => {
      this.#leaving = input.leaving;
      this.#end(input.terminate);
      this.#reconcile();
      return {};
    };
    this.#reconcile();
    this.#serve();
    [this.most, this.least] = [size, size];
  }

  get versions(): number[] {
    return this.instances.map(({ launchTemplateVersion }) => launchTemplateVersion);
  }

  shown() {
    const { DescribeInstanceRefreshes } = this.services.autoscaling.operations;
    return DescribeInstanceRefreshes(request, about).InstanceRefreshes?.[0];
  }

  async start(Preferences: object, version?: string): Promise<void> {
    const desired = { LaunchTemplate: { LaunchTemplateName: 'web', Version: version } };
    await this.services.autoscaling.operations.StartInstanceRefresh(request, {
      ...{ ...about, Preferences: { InstanceWarmup: 10, ...Preferences } },
      ...(version !== undefined && { DesiredConfiguration: desired }),
    });
  }

  /** What was launched is in service ten seconds later. */
  async pass(seconds: number): Promise<void> {
    for (let step = 0; step < seconds; step += 10) {
      await this.services.deps.clock.advance(10_000);
      this.#reconcile();
      this.#serve();
      this.most = Math.max(this.most, this.instances.length);
      const serving = this.instances.filter(({ lifecycleState: is }) => is === 'InService');
      this.least = Math.min(this.least, serving.length);
    }
  }

  #serve(): void {
    for (const each of this.instances)
      if (each.lifecycleState === 'Pending' && !this.broken.includes(each.launchTemplateVersion)) {
        each.lifecycleState = 'InService';
        each.inServiceMs = this.services.deps.clock.nowMs();
      }
  }

  #end(ids: readonly string[]): void {
    this.instances = this.instances.filter(({ instanceId }) => !ids.includes(instanceId));
  }

  #reconcile(): void {
    const [group] = this.services.autoscaling.groups('us-east-1');
    const counted = this.instances.filter(({ instanceId }) => !this.#leaving.includes(instanceId));
    const missing = (group?.desiredCapacity ?? 0) - counted.length;
    for (let index = 0; index < missing; index++)
      this.instances.push({
        ...anInstance(`i-${this.#launched++}`),
        ...{ groupName: 'web', lifecycleState: 'Pending' },
        launchTemplateId: group?.launch.launchTemplateId ?? '',
        launchTemplateVersion: group?.launch.launchTemplateVersion ?? 0,
        launchedMs: this.services.deps.clock.nowMs(),
      });
    if (missing < 0) this.#end(counted.slice(missing).map(({ instanceId }) => instanceId));
  }
}
