import { maintenanceWindow } from '@understudy/dataplane';

/** An instance of the group that runs. */
export interface RefreshedInstance {
  instanceId: string;
  /** It was there when the refresh began, and is to go. */
  isOld: boolean;
  /** In service, healthy, and so in every target group. */
  isHealthy: boolean;
  /** Since when it is in service, or else launched. */
  launchedMs: number;
  /** It serves on while its successor starts. */
  isLeaving?: boolean;
}

export interface RefreshQuestion {
  nowMs: number;
  desiredCapacity: number;
  minHealthyPercentage: number;
  maxHealthyPercentage?: number | undefined;
  warmupMs: number;
  /** How many were to go when the refresh began. */
  total: number;
  /** The next checkpoint, in percent of these. Absent: none. */
  checkpoint?: number | undefined;
  instances: readonly RefreshedInstance[];
}

export interface RefreshStep {
  /** Those that end now; others are launched for them, but for those that are leaving. */
  terminate: string[];
  /** Those that serve on while others are launched for them, all that there are after this step. */
  leaving: string[];
  instancesToUpdate: number;
  percentageComplete: number;
  /** What is waited for. */
  warming: string[];
  unavailable: string[];
  isDone: boolean;
}

/**
 * As many instances at once as the percentages allow: within the minimum they end as their
 * successors start; within the maximum, successors start first. A successor counts once it is
 * healthy and warmed up.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
export function decideRefresh(question: RefreshQuestion): RefreshStep {
  const { desiredCapacity, total, instances } = question;
  const old = instances.filter(({ isOld }) => isOld);
  const successors = instances.filter(({ isOld }) => !isOld);
  const ready = instances.filter((each) => isReady(each, question));
  const readySuccessors = ready.filter(({ isOld }) => !isOld).length;
  const left = Math.max(old.length, total - readySuccessors);
  const isWhole = ready.length >= desiredCapacity;
  const instancesToUpdate = old.length === 0 && isWhole ? 0 : Math.max(1, left);
  return {
    ...replacing(question, { old, ready: ready.length }),
    instancesToUpdate,
    percentageComplete:
      total === 0 ? 100 : Math.floor((100 * (total - Math.min(total, instancesToUpdate))) / total),
    warming: successors
      .filter((each) => each.isHealthy && !isReady(each, question))
      .map(({ instanceId }) => instanceId),
    unavailable: successors.filter(({ isHealthy }) => !isHealthy).map(idOf),
    isDone: instancesToUpdate === 0,
  };
}

function replacing(
  question: RefreshQuestion,
  { old, ready }: { old: readonly RefreshedInstance[]; ready: number },
): Pick<RefreshStep, 'terminate' | 'leaving'> {
  const { desiredCapacity, minHealthyPercentage, maxHealthyPercentage, instances } = question;
  const window = maintenanceWindow(desiredCapacity, { minHealthyPercentage, maxHealthyPercentage });
  // What is not healthy serves nobody: it makes no room, and needs none. Then those whose
  // successors have started.
  const order = [...old].sort((one, other) => rank(one) - rank(other));
  const sick = order.filter(({ isHealthy }) => !isHealthy).length;
  let begins = mayBegin(question, old);
  const ended = order
    .slice(0, Math.max(0, ready - window.least) + sick)
    .filter(({ isLeaving }) => isLeaving === true || begins-- > 0);
  const kept = order.filter((each) => !ended.includes(each));
  const staying = instances.length - ended.filter(({ isLeaving }) => isLeaving).length;
  const above = Math.max(0, Math.min(window.most - staying, begins));
  const leaving = kept.filter(({ isLeaving }) => isLeaving);
  const next = kept.filter(({ isLeaving }) => isLeaving !== true).slice(0, above);
  return { terminate: ended.map(idOf), leaving: [...leaving, ...next].map(idOf) };
}

/** How many more replacements may begin before the next checkpoint. */
function mayBegin(
  { checkpoint = 100, total }: RefreshQuestion,
  old: readonly RefreshedInstance[],
): number {
  const untouched = old.filter(({ isLeaving }) => isLeaving !== true).length;
  return Math.max(0, Math.ceil((total * checkpoint) / 100) - (total - untouched));
}

function rank({ isHealthy, isLeaving }: RefreshedInstance): number {
  return isHealthy ? (isLeaving === true ? 1 : 2) : 0;
}

function idOf({ instanceId }: RefreshedInstance): string {
  return instanceId;
}

function isReady(
  { isOld, isHealthy, launchedMs }: RefreshedInstance,
  { nowMs, warmupMs }: RefreshQuestion,
): boolean {
  return isHealthy && (isOld || nowMs - launchedMs >= warmupMs);
}
