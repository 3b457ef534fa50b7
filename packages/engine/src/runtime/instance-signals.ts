import type { Clock, EventBody, InstanceState, TargetHealth } from '@understudy/contract';
import { parseUserData } from '@understudy/dataplane';
import { AwsError } from '@understudy/wire';
import type { DataPlane } from '../kernel/data-plane.ts';
import type { Services } from '../services/registry.ts';

/**
 * What the web image does by itself on AWS (`site/src/parts/web-image-component.ts`): when its user
 * data names a stack's resource, it waits until its target group calls it healthy, then signals
 * success; or failure, when that takes too long. Instances here run the web process alone, so the
 * engine does this part of their boot for them, by the very same call.
 */
export interface SignalTarget {
  stackName: string;
  logicalId: string;
  targetGroupArn: string;
}

/** As long as the image's own script waits, in AWS time. */
export const SIGNAL_WITHIN_MS = 300_000;

/** What user data says of signals; undefined when the instance is to send none. */
export function signalTarget(userData: string): SignalTarget | undefined {
  const { variables } = parseUserData(userData);
  const stackName = variables.get('UNDERSTUDY_SIGNAL_STACK');
  const logicalId = variables.get('UNDERSTUDY_SIGNAL_RESOURCE');
  const targetGroupArn = variables.get('UNDERSTUDY_TARGET_GROUP');
  if (stackName === undefined || logicalId === undefined || targetGroupArn === undefined)
    return undefined;
  return { stackName, logicalId, targetGroupArn };
}

/**
 * What an instance signals now; undefined while it is too early. A program that has ended is not
 * started again here, so it can be told at once; on AWS, the image's own script tells when its
 * instance is ended before it was healthy.
 */
export function signalOf(
  instance: Pick<InstanceState, 'instanceId' | 'processId' | 'lifecycleState'> | undefined,
  health: readonly Pick<TargetHealth, 'instanceId' | 'state'>[],
): 'SUCCESS' | 'FAILURE' | undefined {
  if (instance?.lifecycleState === 'Pending') return undefined;
  if (instance?.lifecycleState !== 'InService') return 'FAILURE';
  const own = health.find(({ instanceId }) => instanceId === instance.instanceId);
  if (own?.state === 'healthy') return 'SUCCESS';
  return instance.processId === undefined ? 'FAILURE' : undefined;
}

interface Waiting extends SignalTarget {
  region: string;
  groupName: string;
  instanceId: string;
}

export interface InstanceSignalsOptions {
  services: Pick<Services, 'autoscaling' | 'cloudformation'>;
  dataPlane: DataPlane;
  clock: Clock;
  account: string;
}

/** Sends for instances what they would send themselves. */
export class InstanceSignals {
  readonly #options: InstanceSignalsOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: InstanceSignalsOptions) {
    this.#options = options;
    options.dataPlane.onEvent(({ source, body }) => this.#hear(source, body));
  }

  #hear(region: string, body: EventBody): void {
    if (body.type === 'instance' && body.state === 'pending')
      this.#await(region, body.group, body.instanceId);
    if (body.type === 'instance' || body.type === 'target-health') this.#look(region);
  }

  #await(region: string, groupName: string, instanceId: string): void {
    const { services, clock } = this.#options;
    const group = services.autoscaling.groups(region).find(({ name }) => name === groupName);
    const target = group && signalTarget(group.launch.userData);
    if (target === undefined) return;
    const waiting = { ...target, region, groupName, instanceId };
    this.#waiting.set(instanceId, waiting);
    clock.after(SIGNAL_WITHIN_MS, () => this.#send(waiting, 'FAILURE'));
  }

  #look(region: string): void {
    for (const waiting of this.#waiting.values())
      // A region that is lost is asked again when it says something.
      if (waiting.region === region) void this.#check(waiting).catch(() => undefined);
  }

  async #check(waiting: Waiting): Promise<void> {
    const { autoscaling } = this.#options.services;
    const { region, groupName, targetGroupArn, instanceId } = waiting;
    const { instances, targets } = await autoscaling.progress(region, groupName, [targetGroupArn]);
    const signal = signalOf(
      instances.find((instance) => instance.instanceId === instanceId),
      targets.flatMap(({ health }) => health),
    );
    if (signal !== undefined) this.#send(waiting, signal);
  }

  #send(
    { instanceId, region, stackName, logicalId }: Waiting,
    Status: 'SUCCESS' | 'FAILURE',
  ): void {
    if (!this.#waiting.delete(instanceId)) return;
    const { services, account } = this.#options;
    const caller = {
      account,
      region,
      requestId: '',
      principalArn: instanceArn(account, instanceId),
    };
    const input = { StackName: stackName, LogicalResourceId: logicalId, UniqueId: instanceId };
    try {
      services.cloudformation.operations.SignalResource(caller, { ...input, Status });
    } catch (error) {
      // Launched by a scaling policy, say, while the stack does nothing: nobody waits for it.
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

function instanceArn(account: string, instanceId: string): string {
  return `arn:aws:sts::${account}:assumed-role/instance/${instanceId}`;
}
