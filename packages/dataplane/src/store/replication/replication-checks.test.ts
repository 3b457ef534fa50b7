import type { Destination, ReplicationRule } from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { describe, expect, it } from 'vitest';
import { checkReplicationRules } from './replication-checks.ts';

const Role = 'arn:aws:iam::111122223333:role/r';
const Bucket = 'arn:aws:s3:::there';
const tag = { Key: 'a', Value: 'b' };
const on = { Status: 'Enabled' } as const;
const off = { Status: 'Disabled' } as const;
const wrong = { Status: 'enabled' } as unknown as typeof on;
const minutes = { Minutes: 15 };

/** A rule of the schema's second version. */
function rule(more: Partial<ReplicationRule> = {}): ReplicationRule {
  return {
    ...{ ID: 'a', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
    ...{ DeleteMarkerReplication: off, Destination: { Bucket }, ...more },
  };
}

/** And one of its first. */
function old(more: Partial<ReplicationRule> = {}): ReplicationRule {
  return { ...{ Status: 'Enabled', Prefix: '', Destination: { Bucket } }, ...more };
}

function to(more: Partial<Destination>): Partial<ReplicationRule> {
  return { Destination: { Bucket, ...more } };
}

/** What S3 answers: nothing, or a code and a sentence. */
function answer(rules: ReplicationRule[], role: string | undefined = Role): string {
  const source = { bucket: 'from', account: '111122223333' };
  try {
    checkReplicationRules({ Role: role, Rules: rules }, source);
    return '';
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    return thrown.code === 'MalformedXML' ? thrown.code : `${thrown.code}: ${thrown.message}`;
  }
}

function schema(member: string, verdict: string): string {
  return (
    `InvalidRequest: ${member} ${verdict} for this version of Cross Region Replication ` +
    'configuration schema. Please refer to S3 Developer Guide for more information.'
  );
}

describe('a replication configuration', () => {
  it.each<[string, ReplicationRule[]]>([
    ['an empty filter', [rule({ Filter: {} })]],
    ['a prefix', [rule({ Filter: { Prefix: 'a' } })]],
    ['a tag', [rule({ Filter: { Tag: tag } })]],
    ['several tags', [rule({ Filter: { And: { Tags: [tag, { Key: 'c', Value: 'd' }] } } })]],
    ['overlapping filters', [rule(), rule({ ID: 'b', Priority: 2, Filter: { Prefix: 'x' } })]],
    [
      'several destinations',
      [rule(), rule({ ID: 'b', Priority: 0, ...to({ Bucket: `${Bucket}o` }) })],
    ],
    ['no ids', [rule({ ID: undefined }), rule({ ID: '', Priority: 2 })]],
    ['the longest id', [rule({ ID: 'x'.repeat(255) })]],
    [
      'replica modification sync',
      [rule({ SourceSelectionCriteria: { ReplicaModifications: on } })],
    ],
    ['metrics alone', [rule(to({ Metrics: on }))]],
    [
      'time control',
      [
        rule(
          to({
            Metrics: { ...on, EventThreshold: minutes },
            ReplicationTime: { ...on, Time: minutes },
          }),
        ),
      ],
    ],
    ['the own account', [rule(to({ Account: '111122223333' }))]],
    ['the first schema', [old({ Prefix: 'a' }), old({ Prefix: 'b' })]],
    ['1,000 rules', Array.from({ length: 1000 }, (_, index) => rule({ ID: '', Priority: index }))],
  ])('is taken with %s', (_name, rules) => {
    expect(answer(rules)).toBe('');
  });

  it.each<[string, ReplicationRule[], string]>([
    ['no rules', [], 'MalformedXML'],
    [
      'more than 1,000 rules',
      Array.from({ length: 1001 }, (_, index) => rule({ ID: '', Priority: index })),
      'InvalidRequest: Number of defined replication rules cannot exceed 1000',
    ],
    ['another status', [rule({ ...wrong })], 'MalformedXML'],
    ['another status of markers', [rule({ DeleteMarkerReplication: wrong })], 'MalformedXML'],
    ['existing objects', [rule({ ExistingObjectReplication: on })], 'MalformedXML'],
    ['no priority', [rule({ Priority: undefined })], schema('Priority', 'must be specified')],
    [
      'nothing about delete markers',
      [rule({ DeleteMarkerReplication: undefined })],
      schema('DeleteMarkerReplication', 'must be specified'),
    ],
    [
      'delete markers by tag',
      [rule({ Filter: { Tag: tag }, DeleteMarkerReplication: on })],
      'InvalidRequest: Delete marker replication is not supported if any Tag filter is specified. ' +
        'Please refer to S3 Developer Guide for more information.',
    ],
    [
      'a priority below 0',
      [rule({ Priority: -1 })],
      'InvalidRequest: Priority must be between 0 and 2147483647.',
    ],
    [
      'a priority twice',
      [rule(), rule({ ID: 'b' })],
      'InvalidRequest: Found duplicate priority 1.',
    ],
    ['an id twice', [rule(), rule({ Priority: 2 })], 'InvalidArgument: Rule Id must be unique'],
    [
      'an id that is too long',
      [rule({ ID: 'x'.repeat(256) })],
      'InvalidArgument: Rule Id cannot be greater than 255',
    ],
    ['a filter and a prefix', [rule({ Prefix: '' })], 'MalformedXML'],
    ['a filter of two', [rule({ Filter: { Prefix: '', Tag: tag } })], 'MalformedXML'],
    ['an And of one', [rule({ Filter: { And: { Tags: [tag] } } })], 'MalformedXML'],
    [
      'a tag twice',
      [rule({ Filter: { And: { Tags: [tag, tag] } } })],
      'InvalidRequest: Duplicate Tag Keys are not allowed.',
    ],
    [
      'a prefix that is too long',
      [rule({ Filter: { Prefix: 'x'.repeat(1025) } })],
      'InvalidArgument: Rule prefix cannot be longer than maximum allowed key length of 1024',
    ],
    [
      'criteria that say nothing',
      [rule({ SourceSelectionCriteria: {} })],
      'InvalidRequest: SourceSelectionCriteria cannot be empty.',
    ],
  ])('is refused with %s', (_name, rules, expected) => {
    expect(answer(rules)).toBe(expected);
  });

  it.each<[string, ReplicationRule[], string]>([
    ['neither filter nor prefix', [old({ Prefix: undefined })], 'MalformedXML'],
    ['a priority', [old({ Priority: 1 })], schema('Priority', 'cannot be used')],
    [
      'a word on delete markers',
      [old({ DeleteMarkerReplication: off })],
      schema('DeleteMarkerReplication', 'cannot be used'),
    ],
    ['a rule of the second', [old(), rule()], schema('Priority', 'cannot be used')],
    [
      'a filter beside it',
      [old(), old({ Prefix: undefined, Filter: { Prefix: 'a' } })],
      schema('Filter', 'cannot be used'),
    ],
    [
      'replica modification sync',
      [old({ SourceSelectionCriteria: { ReplicaModifications: on } })],
      schema('ReplicaModifications', 'cannot be used'),
    ],
    [
      'overlapping prefixes',
      [old({ Prefix: 'b' }), old({ Prefix: 'ab' }), old({ Prefix: 'a' })],
      "InvalidRequest: Found overlapping prefixes 'a' and 'ab'",
    ],
    [
      'several destinations',
      [old({ Prefix: 'a' }), old({ Prefix: 'b', ...to({ Bucket: `${Bucket}o` }) })],
      'InvalidRequest: Number of distinct destination bucket ARNs cannot exceed 1',
    ],
  ])('of the first schema is refused with %s', (_name, rules, expected) => {
    expect(answer(rules)).toBe(expected);
  });

  it.each<[string, string | undefined, string]>([
    ['none', undefined, 'MalformedXML'],
    ['no ARN', 'r', 'InvalidArgument: Invalid Role specified in replication configuration'],
    [
      'a user',
      'arn:aws:iam::111122223333:user/r',
      'InvalidArgument: The relative id should start with role',
    ],
  ])('is refused with a role that is %s', (_name, role, expected) => {
    const source = { bucket: 'from', account: '111122223333' };
    const check = (): void => checkReplicationRules({ Role: role, Rules: [rule()] }, source);
    if (role === undefined) expect(check).toThrow('published schema');
    else expect(answer([rule()], role)).toBe(expected);
  });
});

describe('a destination', () => {
  const time = { ...on, Time: minutes };
  const kms = { SourceSelectionCriteria: { SseKmsEncryptedObjects: on } };
  it.each<[string, Partial<ReplicationRule>, string]>([
    ['none', { Destination: undefined }, 'MalformedXML'],
    ['no ARN', to({ Bucket: 'there' }), 'InvalidArgument: Invalid bucket ARN'],
    [
      'no bucket’s name',
      to({ Bucket: `${Bucket}_` }),
      'InvalidArgument: The specified bucket is not valid.',
    ],
    [
      'the source itself',
      to({ Bucket: 'arn:aws:s3:::from' }),
      'InvalidRequest: Destination bucket cannot be the same as the source bucket.',
    ],
    ['of no storage class', to({ StorageClass: 'COLD' as 'GLACIER' }), 'MalformedXML'],
    [
      'of another owner, without the account',
      to({ AccessControlTranslation: { Owner: 'Destination' } }),
      'InvalidRequest: Account must be specified if the Owner in AccessControlTranslation has a value',
    ],
    [
      'encrypted, without a choice of what',
      to({ EncryptionConfiguration: { ReplicaKmsKeyID: 'k' } }),
      'InvalidRequest: SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.',
    ],
    [
      'for encrypted objects, without a key',
      kms,
      'InvalidRequest: ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.',
    ],
    [
      'with time control alone',
      to({ ReplicationTime: time }),
      'InvalidRequest: Replication destination must contain both ReplicationTime and Metrics or neither.',
    ],
    [
      'with another time',
      to({ Metrics: on, ReplicationTime: { ...on, Time: { Minutes: 5 } } }),
      'InvalidArgument: Invalid time minute value',
    ],
    [
      'without a threshold',
      to({ Metrics: on, ReplicationTime: time }),
      'InvalidArgument: ReplicationMetrics must contain an event threshold',
    ],
    [
      'with another threshold',
      to({ Metrics: { ...on, EventThreshold: { Minutes: 5 } }, ReplicationTime: time }),
      'InvalidArgument: Invalid event threshold minute value',
    ],
    [
      'with a threshold alone',
      to({ Metrics: { ...on, EventThreshold: minutes } }),
      'InvalidArgument: Metrics cannot contain an event threshold when ReplicationTime is not ' +
        'specified or Disabled',
    ],
    ['with other metrics', to({ Metrics: wrong }), 'MalformedXML'],
    [
      'of another account',
      to({ Account: '444455556666' }),
      'NotImplemented: Replication with a destination in another account is not implemented by ' +
        'this S3 store.',
    ],
    [
      'in an archive',
      to({ StorageClass: 'GLACIER' }),
      'NotImplemented: Replication with StorageClass GLACIER is not implemented by this S3 store.',
    ],
  ])('is refused: %s', (_name, more, expected) => {
    expect(answer([rule(more)])).toBe(expected);
  });
});
