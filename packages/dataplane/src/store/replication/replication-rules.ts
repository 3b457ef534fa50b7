import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import type { Reasons } from '@understudy/contract';
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
  reasons?: Reasons,
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
  if (reasons !== undefined)
    tellRules(reasons, configuration.Rules ?? [], { candidate, byDestination });
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

function tellRules(
  reasons: Reasons,
  rules: readonly ReplicationRule[],
  found: { candidate: Candidate; byDestination: ReadonlyMap<string, ReplicationRule> },
): void {
  const winners = new Set(found.byDestination.values());
  for (const rule of rules) {
    const destination = bucketOfArn(rule.Destination?.Bucket ?? '') ?? '';
    const isChosen = winners.has(rule) && carries(rule, found.candidate.kind);
    const why = isChosen ? `has it: it goes to ${destination}` : whyNot(rule, found);
    reasons.add('replication.rule', `rule ${rule.ID ?? '(without an id)'} ${why}`, {
      mark: isChosen ? 'chosen' : 'passed-over',
      facts: { rule: rule.ID ?? null, destination, chosen: isChosen },
    });
  }
}

function whyNot(
  rule: ReplicationRule,
  { candidate, byDestination }: Parameters<typeof tellRules>[2],
): string {
  if (rule.Status !== 'Enabled') return 'is disabled';
  if (!filterFits(rule, candidate)) return 'has a filter that leaves it out';
  if (![...byDestination.values()].includes(rule)) return 'gives way to one of a higher priority';
  return candidate.kind === 'delete-marker'
    ? 'has it, and does not replicate delete markers'
    : 'has it, and does not replicate changes of replicas';
}
