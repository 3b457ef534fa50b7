import type { HandlerContext } from '../handler-context.ts';
import { within } from '../within.ts';
import { CAPACITY_WAIT_MS_MAX, isInService, LOOK_AGAIN_MS } from './decide-capacity.ts';

/**
 * Before a rollback begins, what the failed replacement launched is in service or gone, and no more
 * of it comes: the group is as large as what serves. Were it made smaller while a new instance
 * starts, Auto Scaling would end an old one for it, whose launch template is the older; and what
 * does not start would come again and again. On AWS an instance is in service also when its program
 * crashes, so that there is nothing to wait for.
 */
export async function haltReplacement(name: string, context: HandlerContext): Promise<void> {
  const { services, request, clock, signal } = context;
  const { autoscaling } = services;
  const { region } = request;
  if (!autoscaling.holdReplacement(region, name)) return;
  await autoscaling.settled();
  const deadlineMs = clock.nowMs() + CAPACITY_WAIT_MS_MAX;
  for (;;) {
    const news = autoscaling.progressed(region);
    const { instances } = await autoscaling.progress(region, name, []);
    const starting = instances.filter(({ lifecycleState }) => lifecycleState === 'Pending');
    if (starting.length === 0 || clock.nowMs() >= deadlineMs) {
      const inService = instances.filter(isInService).length;
      return autoscaling.haltReplacement(region, name, inService + starting.length);
    }
    await within(LOOK_AGAIN_MS, news, { clock, signal });
  }
}
