import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { bucketOfArn } from '../buckets/bucket-names.ts';
import type { Tag } from '../model.ts';

/** What is to be replicated, as far as rules look at it. */
export interface Candidate {
  key: string;
  tags: readonly Tag[];
  kind: 'object' | 'delete-marker' | 'replica-tags';
}

export interface ReplicationTarget {
  destination: string;
  /** Empty: as the source. */
  storageClass: string;
}

/**
 * Where a new version goes. Of several rules for one destination, the one of the highest priority
 * counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export function replicationTargets(
  configuration: ReplicationConfiguration,
  candidate: Candidate,
): ReplicationTarget[] {
  const byDestination = new Map<string, ReplicationRule>();
  for (const rule of configuration.Rules ?? []) {
    if (rule.Status !== 'Enabled' || !filterFits(rule, candidate)) continue;
    const destination = bucketOfArn(rule.Destination?.Bucket ?? '');
    if (destination === undefined) continue;
    const rival = byDestination.get(destination);
    if (!rival || (rule.Priority ?? 0) > (rival.Priority ?? 0))
      byDestination.set(destination, rule);
  }
  return [...byDestination]
    .filter(([, rule]) => carries(rule, candidate.kind))
    .map(([destination, rule]) => ({
      destination,
      storageClass: rule.Destination?.StorageClass ?? '',
    }));
}

function filterFits(rule: ReplicationRule, candidate: Candidate): boolean {
  const { Filter: filter } = rule;
  const prefix = filter ? (filter.Prefix ?? filter.And?.Prefix ?? '') : (rule.Prefix ?? '');
  const tags = filter?.Tag ? [filter.Tag] : (filter?.And?.Tags ?? []);
  return (
    candidate.key.startsWith(prefix) &&
    tags.every((wanted) =>
      candidate.tags.some((tag) => tag.Key === wanted.Key && tag.Value === wanted.Value),
    )
  );
}

function carries(rule: ReplicationRule, kind: Candidate['kind']): boolean {
  switch (kind) {
    case 'object':
      return true;
    case 'delete-marker':
      // The first version of the schema, without Filter, always carried them.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
      return !rule.Filter || rule.DeleteMarkerReplication?.Status === 'Enabled';
    case 'replica-tags':
      return rule.SourceSelectionCriteria?.ReplicaModifications?.Status === 'Enabled';
  }
}
