import type { InstanceState } from '@understudy/contract';
import type { RollingUpdate } from '../../kernel/resource-policies.ts';
import type { GroupConfiguration } from '../../services/autoscaling/autoscaling-service.ts';

export interface RollingPlan {
  batchSize: number;
  /** Minimum and desired capacity until the last batch. */
  temporarySize: number;
  batches: readonly Batch[];
  /** How many new instances there will be in all. */
  launches: number;
}

export interface Batch {
  instanceIds: readonly string[];
  /** How many new instances take its place. */
  replacedBy: number;
  /** Instances of the group once that is done. */
  sizeAfter: number;
}

/** Instances that do not match their group's configuration any more. */
export function obsoleteInstances(
  instances: readonly InstanceState[],
  group: GroupConfiguration,
): string[] {
  return instances
    .filter(({ lifecycleState }) => lifecycleState === 'InService' || lifecycleState === 'Pending')
    .filter(
      (instance) =>
        instance.launchTemplateId !== group.launchTemplateId ||
        instance.launchTemplateVersion !== group.launchTemplateVersion ||
        !group.subnetIds.includes(instance.subnetId),
    )
    .map(({ instanceId }) => instanceId);
}

/**
 * Batches as large as the policy and the group's maximum allow, at the size that keeps the minimum
 * in service while one of them is replaced. The last one is replaced only by as many as the group
 * then lacks.
 */
export function planRollingUpdate(
  policy: Pick<RollingUpdate, 'maxBatchSize' | 'minInstancesInService'>,
  group: { obsolete: readonly string[]; size: number; desiredCapacity: number; maxSize: number },
): RollingPlan {
  const { maxBatchSize, minInstancesInService } = policy;
  const { obsolete, size, desiredCapacity, maxSize } = group;
  const room = maxSize - minInstancesInService;
  const batchSize = Math.max(1, Math.min(maxBatchSize, obsolete.length, room));
  const temporarySize = Math.max(size, minInstancesInService + batchSize);
  const batches: Batch[] = [];
  for (let first = 0; first < obsolete.length; first += batchSize) {
    const instanceIds = obsolete.slice(first, first + batchSize);
    const left = temporarySize - instanceIds.length;
    const isLast = first + batchSize >= obsolete.length;
    const sizeAfter = isLast ? Math.max(left, desiredCapacity) : temporarySize;
    batches.push({ instanceIds, replacedBy: sizeAfter - left, sizeAfter });
  }
  const replaced = batches.reduce((sum, { replacedBy }) => sum + replacedBy, 0);
  return { batchSize, temporarySize, batches, launches: temporarySize - size + replaced };
}

/** As the first event of a rolling update says it. */
export function rollingUpdateText(
  policy: RollingUpdate,
  { obsolete, batchSize }: { obsolete: number; batchSize: number },
): string {
  const keeping =
    policy.minInstancesInService === 0
      ? '.'
      : `, while keeping at least ${policy.minInstancesInService} instance(s) in service.`;
  const waiting = policy.waitOnResourceSignals
    ? ` Waiting on resource signals with a timeout of ${policy.pause.text} when new instances are added to the autoscaling group.`
    : policy.pause.ms > 0
      ? ` Pausing for ${policy.pause.text} when new instances are added to the autoscaling group.`
      : '';
  return `Rolling update initiated. Terminating ${obsolete} obsolete instance(s) in batches of ${batchSize}${keeping}${waiting}`;
}
