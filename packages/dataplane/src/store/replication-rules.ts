import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { bucketOfArn } from './bucket-names.ts';
import { REPLICATION_RULES_MAX } from './bounds.ts';
import { invalidRequest, malformedXml } from './errors.ts';
import type { Tag } from './model.ts';

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

/** Throws what S3 answers to a configuration that it does not take. */
export function checkReplicationRules(
  configuration: ReplicationConfiguration,
  source: { bucket: string; account: string },
): void {
  const rules = configuration.Rules ?? [];
  if (rules.length === 0 || rules.length > REPLICATION_RULES_MAX) throw malformedXml();
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(configuration.Role ?? ''))
    throw new AwsError({ code: 'InvalidArgument', message: 'Invalid Role ARN' });
  const isVersion2 = rules.some((rule) => rule.Filter !== undefined);
  const ids = new Set<string>();
  const priorities = new Set<number>();
  for (const rule of rules) {
    if (isVersion2 !== (rule.Filter !== undefined) || (rule.Filter && rule.Prefix !== undefined))
      throw malformedXml();
    if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformedXml();
    checkRule(rule, source);
    if (rule.ID !== undefined && rule.ID !== '') addOnce(ids, rule.ID, 'Rule Id must be unique');
    if (isVersion2)
      addOnce(priorities, rule.Priority, 'Found duplicate priorities across the rules');
  }
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

const SEE_GUIDE = 'Please refer to S3 Developer Guide for more information.';

function checkRule(rule: ReplicationRule, source: { bucket: string; account: string }): void {
  const destination = rule.Destination;
  const bucket = bucketOfArn(destination?.Bucket ?? '');
  if (destination === undefined || bucket === undefined)
    throw new AwsError({ code: 'InvalidArgument', message: 'Invalid bucket ARN.' });
  if (bucket === source.bucket)
    throw invalidRequest('Destination bucket cannot be the same as the source bucket.');
  if (rule.Filter) checkVersion2(rule);
  const unsupported = unsupportedMember(rule, source.account);
  if (unsupported !== undefined)
    throw new AwsError({
      code: 'NotImplemented',
      message: `Replication with ${unsupported} is not implemented by this S3 store.`,
      status: 501,
    });
}

function checkVersion2(rule: ReplicationRule): void {
  const schema = `for this version of Cross Region Replication configuration schema. ${SEE_GUIDE}`;
  if (rule.Priority === undefined) throw invalidRequest(`Priority must be specified ${schema}`);
  if (rule.DeleteMarkerReplication === undefined)
    throw invalidRequest(`DeleteMarkerReplication must be specified ${schema}`);
  const hasTags = rule.Filter?.Tag !== undefined || (rule.Filter?.And?.Tags?.length ?? 0) > 0;
  if (hasTags && rule.DeleteMarkerReplication.Status === 'Enabled')
    throw invalidRequest(
      `Delete marker replication is not supported if any Tag filter is specified. ${SEE_GUIDE}`,
    );
}

function unsupportedMember(rule: ReplicationRule, account: string): string | undefined {
  const { Destination: destination, SourceSelectionCriteria: criteria } = rule;
  if (destination?.Account !== undefined && destination.Account !== account)
    return 'a destination in another account';
  if (destination?.AccessControlTranslation) return 'AccessControlTranslation';
  if (destination?.EncryptionConfiguration) return 'EncryptionConfiguration';
  if (criteria?.SseKmsEncryptedObjects?.Status === 'Enabled') return 'SseKmsEncryptedObjects';
  if (rule.ExistingObjectReplication?.Status === 'Enabled') return 'ExistingObjectReplication';
  return undefined;
}

function addOnce<T>(seen: Set<T>, value: T | undefined, message: string): void {
  if (value === undefined) return;
  if (seen.has(value)) throw invalidRequest(message);
  seen.add(value);
}
