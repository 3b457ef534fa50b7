import type { GroupView, InstanceView } from './group-view.ts';
import { maintenanceWindow } from './maintenance-window.ts';

export interface Replacing {
  terminate: InstanceView[];
  /** Unhealthy ones that go once successors are ready: until then they are no capacity. */
  waiting: InstanceView[];
  /** How many instances the group may have meanwhile. */
  most: number;
}

/**
 * Which unhealthy instances end now. Those whose program has ended hold no capacity, so they do not
 * wait, also under a maintenance policy: AWS "immediately replaces instances that are no longer
 * running".
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy-overview-and-considerations.html
 */
export function replaceUnhealthy(view: GroupView): Replacing {
  if (view.suspended.has('ReplaceUnhealthy') || view.suspended.has('Terminate'))
    return { terminate: [], waiting: [], most: Infinity };
  const live = view.instances.filter((instance) => instance.state !== 'Terminating');
  const unhealthy = live.filter((instance) => instance.health === 'Unhealthy');
  const dead = unhealthy.filter((instance) => !instance.isRunning);
  const running = unhealthy.filter((instance) => instance.isRunning);
  const { maintenance } = view;
  if (maintenance === undefined)
    return {
      terminate: [...dead, ...running.slice(0, terminateFirst(view))],
      waiting: [],
      most: Infinity,
    };
  const { least, most } = maintenanceWindow(view.desiredCapacity, maintenance);
  // What is unhealthy still stands for the capacity that it had, until a successor is ready.
  const standing = running.length + live.filter((instance) => instance.isReady).length;
  const ending = Math.max(0, standing - least);
  return {
    terminate: [...dead, ...running.slice(0, ending)],
    waiting: running.slice(ending),
    most,
  };
}

/**
 * Without a policy: terminate first, then launch. Of instances that still run, a tenth of the
 * desired capacity at a time, at least one, and the next ones only when replacements are in
 * service; none while replacements keep failing.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
 */
function terminateFirst(view: GroupView): number {
  if (view.nowMs < view.launchNotBeforeMs) return 0;
  const pending = view.instances.filter((instance) => instance.state === 'Pending').length;
  const atOnce = Math.max(1, Math.floor(view.desiredCapacity / 10));
  return Math.max(0, atOnce - pending - view.replacementsOwed);
}
