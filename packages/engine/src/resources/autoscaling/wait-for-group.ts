import type { InstanceState } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { GroupProgress } from '../../services/autoscaling/autoscaling-service.ts';
import type { HandlerContext } from '../handler-context.ts';
import { within } from '../within.ts';
import {
  CAPACITY_WAIT_MS_MAX,
  type CapacityVerdict,
  judge,
  LOOK_AGAIN_MS,
  REMOVAL_WAIT_MS_MAX,
  startOfHistory,
} from './decide-capacity.ts';

/** How much of an instance's output goes into a stack event. */
const OUTPUT_LINES_MAX = 20;
const OUTPUT_LENGTH_MAX = 2_000;

/**
 * Waits until the group's instances are in service and healthy in its target groups. Rejects with
 * the last output of an instance that would not start. `before` is what ran when the change was
 * made.
 */
export async function waitForCapacity(
  name: string,
  targetGroupArns: readonly string[],
  before: readonly InstanceState[],
  context: HandlerContext,
): Promise<void> {
  const { clock, services, request, signal } = context;
  await services.autoscaling.settled();
  const deadlineMs = clock.nowMs() + CAPACITY_WAIT_MS_MAX;
  let history = startOfHistory(before);
  for (;;) {
    const news = services.autoscaling.progressed(request.region);
    const progress = await services.autoscaling.progress(request.region, name, targetGroupArns);
    const verdict = judge(progress, history, clock.nowMs());
    if (verdict.kind === 'ready') return;
    if (verdict.kind !== 'waiting') throw await givenUp(name, verdict, context);
    if (clock.nowMs() >= deadlineMs) throw await tooLate(name, progress, context);
    ({ history } = verdict);
    await within(LOOK_AGAIN_MS, news, { clock, signal });
  }
}

/** Waits until none of a deleted group's instances is left. */
export async function waitForRemoval(
  name: string,
  context: HandlerContext,
  signal: AbortSignal,
): Promise<void> {
  const { clock, services, request } = context;
  await services.autoscaling.settled();
  const deadlineMs = clock.nowMs() + REMOVAL_WAIT_MS_MAX;
  for (;;) {
    const news = services.autoscaling.progressed(request.region);
    const { instances } = await services.autoscaling.progress(request.region, name, []);
    const left = instances.filter((instance) => instance.lifecycleState !== 'Terminated');
    if (left.length === 0) return;
    if (clock.nowMs() >= deadlineMs)
      throw failure(
        `Group ${name} still has instances ${minutes(REMOVAL_WAIT_MS_MAX)} minutes after it was deleted: ` +
          left.map((instance) => `${instance.instanceId} (${instance.lifecycleState})`).join(', '),
      );
    await within(LOOK_AGAIN_MS, news, { clock, signal });
  }
}

async function givenUp(
  name: string,
  verdict: Exclude<CapacityVerdict, { kind: 'ready' | 'waiting' }>,
  context: HandlerContext,
): Promise<AwsError> {
  const { instanceId } = verdict;
  const { activity, lines } = await context.services.autoscaling.postMortem(
    context.request.region,
    name,
    instanceId,
  );
  if (verdict.kind === 'unhealthy') {
    const { reason, description } = verdict.health;
    return failure(
      `Instance ${instanceId} is running but unhealthy: ${reason} (${description}). ${outputOf(lines)}`,
    );
  }
  const why = activity?.statusMessage ?? 'it ended before the group was in service';
  return failure(`Instance ${instanceId} failed to start: ${why}. ${outputOf(lines)}`);
}

async function tooLate(
  name: string,
  progress: GroupProgress,
  context: HandlerContext,
): Promise<AwsError> {
  const wanted = progress.group?.desiredCapacity ?? 0;
  const inService = progress.instances.filter((each) => each.lifecycleState === 'InService');
  const healths = progress.targets
    .flatMap(({ health }) => health)
    .map(({ instanceId, state, reason }) => `${instanceId} ${state} ${reason}`.trim());
  const [instance] = progress.instances;
  const { lines } =
    instance === undefined
      ? { lines: [] }
      : await context.services.autoscaling.postMortem(
          context.request.region,
          name,
          instance.instanceId,
        );
  const targets = healths.length === 0 ? '' : ` Targets: ${healths.join(', ')}.`;
  return failure(
    `Group did not stabilize within ${minutes(CAPACITY_WAIT_MS_MAX)} minutes: ` +
      `${inService.length} of ${wanted} instances are in service.${targets} ${outputOf(lines)}`,
  );
}

/** An instance's last lines, for a reason. */
export function outputOf(lines: readonly string[]): string {
  if (lines.length === 0) return 'It wrote no output.';
  const last = lines.slice(-OUTPUT_LINES_MAX).join('\n');
  return `Its last output: ${last.slice(-OUTPUT_LENGTH_MAX)}`;
}

/** What CloudFormation calls a group that does not come to what it should be. */
export function failure(message: string): AwsError {
  return new AwsError({ code: 'NotStabilized', message: message.trim() });
}

function minutes(ms: number): number {
  return ms / 60_000;
}
