import type { InstanceState } from '@understudy/contract';
import { anInstance, type RegionalServices } from '../testing/regional.ts';

const REGION = 'us-east-1';
const LOOK_AGAIN_MS = 1_000;

/**
 * A region's process that launches and ends instances of one group at once, keeps the desired
 * capacity as the real one does, and tells of each launch.
 */
export class RollingFleet {
  readonly instances: InstanceState[] = [];
  readonly log: string[] = [];
  /** Called with each new instance. */
  onLaunch: (instanceId: string) => void = () => undefined;
  readonly #services: RegionalServices;
  #desired = 0;
  #revision = 0;
  /** Replaced by an instance refresh: no capacity. */
  #leaving: string[] = [];

  constructor(services: RegionalServices) {
    this.#services = services;
    const { answers } = services.deps.dataPlane;
    services.fleet.instances = () => this.#reconciled();
    const describeGroups = answers['describeGroups'];
    answers['describeGroups'] = (input, region) => {
      this.#reconciled();
      const groups = describeGroups?.(input, region) as { desiredCapacity: number }[];
      return groups.map((group) => ({ ...group, desiredCapacity: this.#desired }));
    };
    answers['terminateInstance'] = (input: {
      instanceId: string;
      decrementDesiredCapacity: boolean;
    }) => {
      if (input.decrementDesiredCapacity) this.#desired -= 1;
      this.#end(input.instanceId);
      return { activity: 'a' };
    };
    answers['refreshInstances'] = (input: { terminate: string[]; leaving: string[] }) => {
      this.#leaving = input.leaving;
      for (const instanceId of input.terminate) this.#end(instanceId);
      return {};
    };
    this.#lookAgain();
  }

  /** Nobody need ask for instances to come. */
  #lookAgain(): void {
    this.#reconciled();
    this.#services.deps.clock.after(LOOK_AGAIN_MS, () => this.#lookAgain());
  }

  get versions(): number[] {
    return this.#live().map(({ launchTemplateVersion }) => launchTemplateVersion);
  }

  #live(): InstanceState[] {
    return this.instances.filter(({ lifecycleState }) => lifecycleState === 'InService');
  }

  #counted(): InstanceState[] {
    return this.#live().filter(({ instanceId }) => !this.#leaving.includes(instanceId));
  }

  #end(instanceId: string): void {
    const instance = this.instances.find((each) => each.instanceId === instanceId);
    if (instance !== undefined) instance.lifecycleState = 'Terminated';
    this.log.push(`-${instanceId}`);
  }

  #reconciled(): InstanceState[] {
    const [group] = this.#services.autoscaling.groups(REGION);
    if (group === undefined) return [];
    if (group.desiredRevision !== this.#revision) {
      this.#desired = group.desiredCapacity;
      this.#revision = group.desiredRevision;
    }
    while (this.#counted().length < this.#desired) {
      const instanceId = `i-${this.instances.length + 1}`;
      const { launchTemplateId, launchTemplateVersion, imageId } = group.launch;
      this.instances.push({
        ...anInstance(instanceId),
        groupName: group.name,
        imageId,
        launchTemplateId,
        launchTemplateVersion,
        launchedMs: this.#services.deps.clock.nowMs(),
        subnetId: group.subnetIds[0] ?? '',
      });
      this.log.push(`+${instanceId}`);
      this.onLaunch(instanceId);
    }
    for (const extra of this.#counted().slice(this.#desired)) this.#end(extra.instanceId);
    return this.instances;
  }
}
