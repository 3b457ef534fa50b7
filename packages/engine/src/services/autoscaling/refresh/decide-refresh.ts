/** An instance of the group that runs. */
export interface RefreshedInstance {
  instanceId: string;
  /** It was there when the refresh began, and is to go. */
  isOld: boolean;
  /** In service, healthy, and so in every target group. */
  isHealthy: boolean;
  launchedMs: number;
}

export interface RefreshQuestion {
  nowMs: number;
  desiredCapacity: number;
  minHealthyPercentage: number;
  warmupMs: number;
  /** How many were to go when the refresh began. */
  total: number;
  instances: readonly RefreshedInstance[];
}

export interface RefreshStep {
  /** Those that end now; their successors are launched for them. */
  terminate: string[];
  instancesToUpdate: number;
  percentageComplete: number;
  isDone: boolean;
}

/**
 * Instances end before their successors start, as many at once as leave the minimum healthy
 * percentage in service; one at a time where that leaves no room. A successor counts once it is
 * healthy and warmed up.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
export function decideRefresh(question: RefreshQuestion): RefreshStep {
  const { desiredCapacity, minHealthyPercentage, total, instances } = question;
  const old = instances.filter(({ isOld }) => isOld);
  const ready = instances.filter((each) => isReady(each, question));
  const successors = ready.filter(({ isOld }) => !isOld).length;
  const isWhole = ready.length >= desiredCapacity;
  const left = Math.max(old.length, total - successors);
  const instancesToUpdate = old.length === 0 && isWhole ? 0 : Math.max(1, left);
  const least = Math.ceil((desiredCapacity * minHealthyPercentage) / 100);
  const room = Math.max(ready.length - least, isWhole ? 1 : 0);
  // What is not healthy serves nobody: it makes no room, and needs none.
  const order = [...old].sort((one, other) => Number(one.isHealthy) - Number(other.isHealthy));
  const unhealthy = old.filter(({ isHealthy }) => !isHealthy).length;
  return {
    terminate: order.slice(0, room + unhealthy).map(({ instanceId }) => instanceId),
    instancesToUpdate,
    percentageComplete:
      total === 0 ? 100 : Math.floor((100 * (total - Math.min(total, instancesToUpdate))) / total),
    isDone: instancesToUpdate === 0,
  };
}

function isReady(
  { isOld, isHealthy, launchedMs }: RefreshedInstance,
  { nowMs, warmupMs }: RefreshQuestion,
): boolean {
  return isHealthy && (isOld || nowMs - launchedMs >= warmupMs);
}
