import type { AutoScalingStore } from './autoscaling-store.ts';
import type { GroupRecord, Replacement } from './records.ts';

/**
 * Suspends processes while CloudFormation replaces a group's instances, and keeps what the group
 * was like before, so that it can be put back also after the engine died in the middle. Where a
 * replacement was cut off, the group is known as it was before that one. Returns what is kept.
 */
export function beginReplacement(
  store: AutoScalingStore,
  region: string,
  name: string,
  before: { suspend: readonly string[]; desiredCapacity: number },
): Replacement {
  const group = store.group(region, name);
  const { suspendedProcesses, minSize, replacement: earlier } = group;
  const added = before.suspend.filter((process) => !suspendedProcesses.includes(process));
  const replacement = {
    minSize: earlier?.minSize ?? minSize,
    desiredCapacity: earlier?.desiredCapacity ?? before.desiredCapacity,
    suspendedProcesses: [...(earlier?.suspendedProcesses ?? []), ...added],
  };
  const suspended = [...suspendedProcesses, ...added];
  put(store, region, { ...group, suspendedProcesses: suspended, replacement });
  return replacement;
}

/** From the last batch on the group may be as small as it was. */
export function restoreMinSize(store: AutoScalingStore, region: string, name: string): void {
  const group = store.group(region, name);
  const { replacement } = group;
  if (replacement !== undefined) put(store, region, { ...group, minSize: replacement.minSize });
}

/** A replacement that failed launches no more, until it is halted. False where none goes on. */
export function holdReplacement(store: AutoScalingStore, region: string, name: string): boolean {
  const group = store.group(region, name);
  const { replacement, suspendedProcesses } = group;
  if (replacement === undefined) return false;
  if (suspendedProcesses.includes('Launch')) return true;
  put(store, region, {
    ...group,
    suspendedProcesses: [...suspendedProcesses, 'Launch'],
    replacement: {
      ...replacement,
      suspendedProcesses: [...replacement.suspendedProcesses, 'Launch'],
    },
  });
  return true;
}

/** The group is as large as what serves, or as it was before, and launches again. */
export function haltReplacement(
  store: AutoScalingStore,
  region: string,
  name: string,
  inService: number,
): void {
  const group = store.group(region, name);
  const { replacement } = group;
  if (replacement === undefined) return;
  const isHeld = replacement.suspendedProcesses.includes('Launch');
  const launches = (processes: readonly string[]): string[] =>
    processes.filter((process) => !isHeld || process !== 'Launch');
  put(store, region, {
    ...group,
    suspendedProcesses: launches(group.suspendedProcesses),
    replacement: {
      ...replacement,
      suspendedProcesses: launches(replacement.suspendedProcesses),
    },
    minSize: replacement.minSize,
    desiredCapacity: Math.max(replacement.desiredCapacity, inService),
    desiredRevision: group.desiredRevision + 1,
  });
}

/** Puts back what the replacement changed for its time; nothing where none goes on. */
export function endReplacement(store: AutoScalingStore, region: string, name: string): void {
  const group = store.group(region, name);
  const { replacement, ...kept } = group;
  if (replacement === undefined) return;
  const { minSize, desiredCapacity, suspendedProcesses } = replacement;
  put(store, region, {
    ...kept,
    minSize,
    suspendedProcesses: kept.suspendedProcesses.filter(
      (process) => !suspendedProcesses.includes(process),
    ),
    desiredCapacity,
    desiredRevision: group.desiredRevision + 1,
  });
}

function put(store: AutoScalingStore, region: string, group: GroupRecord): void {
  store.groups.put(region, group.name, group);
  store.changed();
}
