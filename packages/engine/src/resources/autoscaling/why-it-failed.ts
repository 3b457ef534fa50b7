import type { TargetHealth } from '@understudy/contract';
import type { AwsError } from '@understudy/wire';
import type { HandlerContext } from '../handler-context.ts';
import { within } from '../within.ts';
import { LOOK_AGAIN_MS } from './decide-capacity.ts';
import { failure, outputOf } from './wait-for-group.ts';

/** How targets of a group were unhealthy when they last were, by instance. */
export class SickTargets {
  readonly #name: string;
  readonly #targetGroupArns: readonly string[];
  readonly #context: HandlerContext;
  readonly #sick = new Map<string, TargetHealth>();

  constructor(name: string, targetGroupArns: readonly string[], context: HandlerContext) {
    this.#name = name;
    this.#targetGroupArns = targetGroupArns;
    this.#context = context;
  }

  of(instanceId: string): TargetHealth | undefined {
    return this.#sick.get(instanceId);
  }

  /** Looks while the work goes on: who is taken out of service is no target any more. */
  async during<T>(work: Promise<T>): Promise<T> {
    const over = new AbortController();
    const looking = this.#look(over.signal);
    // A region that is lost tells nothing; nor is that what the work fails with.
    looking.catch(() => undefined);
    try {
      return await work;
    } finally {
      over.abort();
    }
  }

  async #look(over: AbortSignal): Promise<void> {
    const { services, request, clock, signal } = this.#context;
    const { autoscaling } = services;
    const either = AbortSignal.any([signal, over]);
    while (!over.aborted) {
      const news = autoscaling.progressed(request.region);
      const { targets } = await autoscaling.progress(
        request.region,
        this.#name,
        this.#targetGroupArns,
      );
      for (const target of targets.flatMap(({ health }) => health))
        if (target.state === 'unhealthy') this.#sick.set(target.instanceId, target);
      await within(LOOK_AGAIN_MS, news, { clock, signal: either });
    }
  }
}

/**
 * What AWS says, how the load balancer found a new instance, and what that wrote last: there, one
 * would have to go and look. The instance is the one that signalled failure, where one did.
 */
export async function withLastOutput(
  error: AwsError,
  name: string,
  { known, sick }: { known: ReadonlySet<string>; sick?: SickTargets },
  { services, request, signals }: HandlerContext,
): Promise<AwsError> {
  const { instances } = await services.autoscaling.progress(request.region, name, []);
  const added = instances.filter(({ instanceId }) => !known.has(instanceId));
  const failed = signals.received().findLast(({ status }) => status === 'FAILURE')?.uniqueId;
  const about = added.find(({ instanceId }) => instanceId === failed) ?? added[0];
  if (about === undefined) return error;
  const { instanceId } = about;
  const { lines } = await services.autoscaling.postMortem(request.region, name, instanceId);
  const health = sick?.of(instanceId);
  const found = health && ` was unhealthy: ${health.reason} (${health.description}).`;
  return failure(`${error.message}. Instance ${instanceId}${found ?? ':'} ${outputOf(lines)}`);
}
