import type { InstanceState } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { RollingUpdate } from '../../kernel/resource-policies.ts';
import type { HandlerContext } from '../handler-context.ts';
import { within } from '../within.ts';
import { isInService, LOOK_AGAIN_MS } from './decide-capacity.ts';
import {
  obsoleteInstances,
  planRollingUpdate,
  rollingUpdateText,
  type Batch,
  type RollingPlan,
} from './plan-rolling-update.ts';
import { noSignals } from './signal-tally.ts';
import { failure } from './wait-for-group.ts';
import { SignalCount } from './wait-for-signals.ts';
import { SickTargets, withLastOutput } from './why-it-failed.ts';

/**
 * "If an instance doesn't transition to the InService state within a fixed time of 1 hour,
 * CloudFormation assumes that the instance wasn't updated."
 */
const IN_SERVICE_WAIT_MS_MAX = 3_600_000;
const TERMINATION_WAIT_MS_MAX = 3_600_000;

/**
 * Replaces the instances that do not match the group any more, batch by batch, as CloudFormation
 * does for AutoScalingRollingUpdate. False when there are none. What it changed for the time, the
 * caller puts back (`endReplacement`).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 *
 * @throws AwsError when too few new instances signal success; the rollback puts sizes and processes
 * back
 */
export async function rollGroup(
  name: string,
  policy: RollingUpdate,
  context: HandlerContext,
): Promise<boolean> {
  const { autoscaling } = context.services;
  const { region } = context.request;
  await autoscaling.settled();
  const { group, instances } = await autoscaling.progress(region, name, []);
  const obsolete = obsoleteInstances(instances, autoscaling.configuration(region, name));
  if (group === undefined || obsolete.length === 0) return false;
  if (policy.minInstancesInService >= group.maxSize)
    throw failure("MinInstancesInService must be less than the autoscaling group's MaxSize");
  // A rollback begins with the sizes that the failed update left, and ends with those before it.
  const { desiredCapacity } = autoscaling.beginReplacement(region, name, {
    suspend: policy.suspendProcesses,
    desiredCapacity: group.desiredCapacity,
  });
  const size = group.desiredCapacity;
  const plan = planRollingUpdate(policy, { ...group, obsolete, size, desiredCapacity });
  const { targetGroupArns = [] } = autoscaling.group(region, name) ?? {};
  const sick = new SickTargets(name, targetGroupArns, context);
  try {
    await sick.during(new Roll(name, policy, context, { size, plan }).run());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const known = new Set(instances.map(({ instanceId }) => instanceId));
    throw await withLastOutput(error, name, { known, sick }, context);
  }
  return true;
}

/** One rolling update while it runs. */
class Roll {
  readonly #name: string;
  readonly #policy: RollingUpdate;
  readonly #context: HandlerContext;
  readonly #size: number;
  readonly #plan: RollingPlan;
  readonly #signals: SignalCount;

  constructor(
    name: string,
    policy: RollingUpdate,
    context: HandlerContext,
    { size, plan }: { size: number; plan: RollingPlan },
  ) {
    this.#name = name;
    this.#policy = policy;
    this.#context = context;
    this.#size = size;
    this.#plan = plan;
    const { minSuccessfulInstancesPercent } = policy;
    this.#signals = new SignalCount(context, {
      tally: noSignals(plan.launches),
      minSuccessfulInstancesPercent,
    });
  }

  async run(): Promise<void> {
    const { progress, services, request } = this.#context;
    const { batchSize, temporarySize, batches } = this.#plan;
    const added = temporarySize - this.#size;
    if (added > 0) {
      progress(
        `Temporarily setting autoscaling group MinSize and DesiredCapacity to ${temporarySize}.`,
      );
      await this.#resize(temporarySize, temporarySize);
    }
    const obsolete = batches.reduce((sum, { instanceIds }) => sum + instanceIds.length, 0);
    progress(rollingUpdateText(this.#policy, { obsolete, batchSize }));
    await this.#welcome(added, temporarySize);
    let done = 0;
    for (const batch of batches) {
      done += batch.instanceIds.length;
      // From the last batch on the group may be as small as it was.
      if (done === obsolete) {
        services.autoscaling.restoreMinSize(request.region, this.#name);
        await services.autoscaling.settled();
      }
      await this.#replace(batch, Math.round((done / obsolete) * 100));
    }
  }

  async #replace({ instanceIds, replacedBy, sizeAfter }: Batch, percent: number): Promise<void> {
    const { progress, services, request } = this.#context;
    const ids = instanceIds.join(',');
    progress(`Terminating instance(s) [${ids}]; replacing with ${replacedBy} new instance(s).`);
    for (const [index, InstanceId] of instanceIds.entries())
      await services.autoscaling.operations.TerminateInstanceInAutoScalingGroup(request, {
        InstanceId,
        ShouldDecrementDesiredCapacity: index >= replacedBy,
      });
    await this.#until(TERMINATION_WAIT_MS_MAX, (instances) =>
      instances.every(
        ({ instanceId, lifecycleState }) =>
          !instanceIds.includes(instanceId) || lifecycleState === 'Terminated',
      ),
    );
    progress(`Successfully terminated instance(s) [${ids}] (Progress ${percent}%).`);
    await this.#welcome(replacedBy, sizeAfter);
  }

  /** Waits until the new instances are in service, and for what the policy asks of them then. */
  async #welcome(count: number, size: number): Promise<void> {
    if (count === 0) return;
    const { progress, clock, signal } = this.#context;
    const { pause, waitOnResourceSignals } = this.#policy;
    const added = 'New instance(s) added to autoscaling group';
    if (waitOnResourceSignals) {
      progress(
        `${added} - Waiting on ${count} resource signal(s) with a timeout of ${pause.text}.`,
      );
      return await this.#signals.wait(count, pause);
    }
    const needed = size - count + Math.ceil((count * this.#policy.minActiveInstancesPercent) / 100);
    await this.#until(
      IN_SERVICE_WAIT_MS_MAX,
      (instances) => instances.filter(isInService).length >= needed,
    );
    if (pause.ms === 0) return;
    progress(`${added} - Pausing for ${pause.text}.`);
    await clock.sleep(pause.ms, signal);
  }

  async #resize(MinSize: number, DesiredCapacity: number): Promise<void> {
    const { services, request } = this.#context;
    await services.autoscaling.operations.UpdateAutoScalingGroup(request, {
      AutoScalingGroupName: this.#name,
      MinSize,
      DesiredCapacity,
    });
    await services.autoscaling.settled();
  }

  async #until(
    limitMs: number,
    holds: (instances: readonly InstanceState[]) => boolean,
  ): Promise<void> {
    const { services, request, clock } = this.#context;
    const deadlineMs = clock.nowMs() + limitMs;
    for (;;) {
      const news = services.autoscaling.progressed(request.region);
      const { instances } = await services.autoscaling.progress(request.region, this.#name, []);
      if (holds(instances)) return;
      if (clock.nowMs() >= deadlineMs)
        throw failure(
          `Group ${this.#name}: the batch was not replaced within ${limitMs / 60_000} minutes`,
        );
      await within(LOOK_AGAIN_MS, news, this.#context);
    }
  }
}
