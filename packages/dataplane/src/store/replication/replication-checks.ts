import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { REPLICATION_RULES_MAX, RULE_ID_CHARACTERS_MAX, RULE_PRIORITY_MAX } from '../bounds.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import { checkReplicationDestination } from './replication-destination.ts';
import { checkReplicationFilter } from './replication-filter.ts';

/**
 * Throws what S3 answers to a configuration that it does not take. What is asked for is in the
 * guide and in the API's reference; the errors' wording is in neither, and comes from what people
 * who met them have written down.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
 */
export function checkReplicationRules(
  configuration: ReplicationConfiguration,
  source: { bucket: string; account: string },
): void {
  const rules = configuration.Rules ?? [];
  if (rules.length === 0) throw malformedXml();
  if (rules.length > REPLICATION_RULES_MAX)
    throw invalidRequest(
      `Number of defined replication rules cannot exceed ${REPLICATION_RULES_MAX}`,
    );
  checkRole(configuration.Role);
  // One rule without a filter makes the whole of it the first version of the schema.
  const isVersion1 = rules.some((rule) => rule.Filter === undefined);
  for (const rule of rules) {
    checkStatus(rule.Status);
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_replication_configuration
    // ("Specifying this parameter will result in MalformedXML errors")
    if (rule.ExistingObjectReplication !== undefined) throw malformedXml();
    if (isVersion1) checkVersion1(rule);
    else checkVersion2(rule);
    checkReplicationFilter(rule);
    checkMarkers(rule);
    checkCriteria(rule, isVersion1);
    checkReplicationDestination(rule, source);
  }
  checkIds(rules);
  checkPriorities(rules);
  if (isVersion1) checkTogether(rules);
}

function checkRole(role: string | undefined): void {
  if (role === undefined) throw malformedXml();
  const id = /^arn:aws:iam::\d{12}:(.+)$/.exec(role)?.[1];
  const argument = { name: 'Role', value: role };
  if (id === undefined)
    throw invalidArgument('Invalid Role specified in replication configuration', argument);
  if (!/^role\/.+/.test(id))
    throw invalidArgument('The relative id should start with role', argument);
}

function checkStatus(status: string | undefined): void {
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
}

/** https://github.com/rust-lang/simpleinfra/pull/468 (the wording) */
function schemaError(member: string, verdict: 'must be specified' | 'cannot be used'): Error {
  return invalidRequest(
    `${member} ${verdict} for this version of Cross Region Replication configuration schema. ` +
      SEE_GUIDE,
  );
}

const SEE_GUIDE = 'Please refer to S3 Developer Guide for more information.';

function checkVersion1(rule: ReplicationRule): void {
  if (rule.Filter === undefined && rule.Prefix === undefined) throw malformedXml();
  for (const member of ['Priority', 'DeleteMarkerReplication', 'Filter'] as const)
    if (rule[member] !== undefined) throw schemaError(member, 'cannot be used');
}

function checkVersion2(rule: ReplicationRule): void {
  for (const member of ['Priority', 'DeleteMarkerReplication'] as const)
    if (rule[member] === undefined) throw schemaError(member, 'must be specified');
}

/**
 * Rules by tags do not carry delete markers.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
 */
function checkMarkers({ DeleteMarkerReplication: markers, Filter: filter }: ReplicationRule): void {
  if (markers === undefined) return;
  checkStatus(markers.Status);
  const hasTags = filter?.Tag !== undefined || (filter?.And?.Tags?.length ?? 0) > 0;
  if (hasTags && markers.Status === 'Enabled')
    throw invalidRequest(
      `Delete marker replication is not supported if any Tag filter is specified. ${SEE_GUIDE}`,
    );
}

/**
 * Changes of replicas are a matter of the schema's second version.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_SourceSelectionCriteria.html
 */
function checkCriteria(rule: ReplicationRule, isVersion1: boolean): void {
  const criteria = rule.SourceSelectionCriteria;
  if (criteria === undefined) return;
  const { ReplicaModifications: modifications, SseKmsEncryptedObjects: encrypted } = criteria;
  if (!modifications && !encrypted)
    throw invalidRequest('SourceSelectionCriteria cannot be empty.');
  if (encrypted) checkStatus(encrypted.Status);
  if (modifications) checkStatus(modifications.Status);
  if (modifications && isVersion1) throw schemaError('ReplicaModifications', 'cannot be used');
}

function checkIds(rules: readonly ReplicationRule[]): void {
  const seen = new Set<string>();
  for (const { ID: id } of rules) {
    if (id === undefined || id === '') continue;
    const argument = { name: 'ID', value: id };
    if (id.length > RULE_ID_CHARACTERS_MAX)
      throw invalidArgument(`Rule Id cannot be greater than ${RULE_ID_CHARACTERS_MAX}`, argument);
    if (seen.has(id)) throw invalidArgument('Rule Id must be unique', argument);
    seen.add(id);
  }
}

function checkPriorities(rules: readonly ReplicationRule[]): void {
  const seen = new Set<number>();
  for (const { Priority: priority } of rules) {
    if (priority === undefined) continue;
    if (!Number.isInteger(priority) || priority < 0 || priority > RULE_PRIORITY_MAX)
      throw invalidRequest(`Priority must be between 0 and ${RULE_PRIORITY_MAX}.`);
    if (seen.has(priority)) throw invalidRequest(`Found duplicate priority ${priority}.`);
    seen.add(priority);
  }
}

/**
 * Without priorities nothing decides between rules: prefixes must not overlap, and there is one
 * destination.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/730 (the wording)
 */
function checkTogether(rules: readonly ReplicationRule[]): void {
  const destinations = new Set(rules.map((rule) => rule.Destination?.Bucket));
  if (destinations.size > 1)
    throw invalidRequest('Number of distinct destination bucket ARNs cannot exceed 1');
  const prefixes = rules.map((rule) => rule.Prefix ?? '').sort();
  // Sorted, a prefix of any other is a prefix of the next one.
  for (const [index, prefix] of prefixes.slice(0, -1).entries()) {
    const next = prefixes[index + 1] ?? '';
    if (next.startsWith(prefix))
      throw invalidRequest(`Found overlapping prefixes '${prefix}' and '${next}'`);
  }
}
