import type { Clock } from '@understudy/contract';

/**
 * No resource is waited for longer than this, in AWS time: the most that AWS grants a resource
 * type's handler.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
const RESOURCE_WAIT_MAX_MS = 36 * 60 * 60 * 1_000;

/** How long a handler that was told to stop may take to do so, in AWS time. */
const CANCEL_GRACE_MS = 60_000;

/** The wait came to its bound: this is a failure of its own, not a cancellation. */
export class TimedOut extends Error {}

/**
 * Runs work under a signal that the outer one aborts, and that time aborts; never waits on past
 * both bounds.
 */
export async function waitFor<T>(
  clock: Clock,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const deadline = clock.after(RESOURCE_WAIT_MAX_MS, () =>
    controller.abort(new TimedOut('Exceeded attempts to wait')),
  );
  const signal = AbortSignal.any([outer, controller.signal]);
  try {
    return await Promise.race([work(signal), abandoned(clock, signal)]);
  } catch (error) {
    throw controller.signal.reason instanceof TimedOut ? controller.signal.reason : error;
  } finally {
    deadline.cancel();
  }
}

/** Rejects some time after the abort, for work that does not heed its signal. */
function abandoned(clock: Clock, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const wait = (): void => {
      clock.after(CANCEL_GRACE_MS, () => reject(signal.reason as Error));
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}
