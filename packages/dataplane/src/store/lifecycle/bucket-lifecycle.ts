import { randomUUID } from 'node:crypto';
import type {
  BucketLifecycleConfiguration,
  LifecycleRule as GivenRule,
  LifecycleRuleFilter,
} from '@aws-sdk/client-s3';
import { deleteDocument, putDocument, requiredDocument } from '../buckets/bucket-documents.ts';
import type { BucketCall } from '../core.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import { checkRule } from './check-lifecycle.ts';
import type { LifecycleRule } from './lifecycle-schema.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
const RULES_MAX = 1_000;

export function getBucketLifecycleConfiguration(call: BucketCall<unknown>): {
  Rules: GivenRule[];
} {
  return { Rules: requiredDocument(call, 'lifecycle').map(toShape) };
}

export function deleteBucketLifecycle(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'lifecycle');
  return {};
}

export function putBucketLifecycleConfiguration(
  call: BucketCall<{ LifecycleConfiguration?: BucketLifecycleConfiguration | undefined }>,
): Record<string, never> {
  const given = call.input.LifecycleConfiguration?.Rules ?? [];
  if (given.length === 0 || given.length > RULES_MAX) throw malformedXml();
  const rules = given.map(toRule);
  if (new Set(rules.map(({ id }) => id)).size < rules.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
  putDocument(call, 'lifecycle', rules);
  return {};
}

function toRule(given: GivenRule): LifecycleRule {
  checkRule(given);
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = given;
  const days = given.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  return {
    id: given.ID ?? randomUUID(),
    enabled: given.Status === 'Enabled',
    form: given.Filter === undefined ? 'prefix' : 'filter',
    filter: toFilter(given),
    ...(expiration === undefined ? {} : { expiration: toExpiration(expiration) }),
    ...(noncurrent === undefined
      ? {}
      : {
          noncurrentExpiration: {
            days: noncurrent.NoncurrentDays ?? 1,
            ...newer(noncurrent.NewerNoncurrentVersions),
          },
        }),
    ...(days === undefined ? {} : { abortUploadsDays: days }),
    transitions: (given.Transitions ?? []).map((each) => ({
      ...(each.Date === undefined ? {} : { dateMs: each.Date.getTime() }),
      ...(each.Days === undefined ? {} : { days: each.Days }),
      storageClass: each.StorageClass ?? '',
    })),
    noncurrentTransitions: (given.NoncurrentVersionTransitions ?? []).map((each) => ({
      days: each.NoncurrentDays ?? 0,
      ...newer(each.NewerNoncurrentVersions),
      storageClass: each.StorageClass ?? '',
    })),
  };
}

function toFilter({ Filter: filter, Prefix: own }: GivenRule): LifecycleRule['filter'] {
  const { And: and, Tag: tag } = filter ?? {};
  const one = and ?? filter ?? {};
  const { ObjectSizeGreaterThan: greaterThan, ObjectSizeLessThan: lessThan } = one;
  return {
    prefix: one.Prefix ?? own ?? '',
    tags: (and?.Tags ?? (tag === undefined ? [] : [tag])).map(({ Key, Value }) => ({
      Key: Key ?? '',
      Value: Value ?? '',
    })),
    ...(greaterThan === undefined ? {} : { greaterThan }),
    ...(lessThan === undefined ? {} : { lessThan }),
  };
}

function toExpiration(
  given: NonNullable<GivenRule['Expiration']>,
): NonNullable<LifecycleRule['expiration']> {
  if (given.Days !== undefined) return { days: given.Days };
  if (given.Date !== undefined) return { dateMs: given.Date.getTime() };
  if (given.ExpiredObjectDeleteMarker === undefined)
    throw invalidRequest('At least one action needs to be specified in a rule');
  return { deleteMarker: given.ExpiredObjectDeleteMarker };
}

function newer(count: number | undefined): { newer?: number } {
  return count === undefined ? {} : { newer: count };
}

function toShape(rule: LifecycleRule): GivenRule {
  const { expiration, noncurrentExpiration: noncurrent } = rule;
  const days = rule.abortUploadsDays;
  return {
    ID: rule.id,
    Status: rule.enabled ? 'Enabled' : 'Disabled',
    ...(rule.form === 'prefix'
      ? { Prefix: rule.filter.prefix }
      : { Filter: filterShape(rule.filter) }),
    ...(expiration && {
      Expiration:
        'days' in expiration
          ? { Days: expiration.days }
          : 'dateMs' in expiration
            ? { Date: new Date(expiration.dateMs) }
            : { ExpiredObjectDeleteMarker: expiration.deleteMarker },
    }),
    ...(noncurrent && {
      NoncurrentVersionExpiration: {
        NoncurrentDays: noncurrent.days,
        NewerNoncurrentVersions: noncurrent.newer,
      },
    }),
    ...(days !== undefined && { AbortIncompleteMultipartUpload: { DaysAfterInitiation: days } }),
    ...(rule.transitions.length > 0 && {
      Transitions: rule.transitions.map((each) => ({
        ...(each.dateMs === undefined ? { Days: each.days } : { Date: new Date(each.dateMs) }),
        StorageClass: each.storageClass as 'GLACIER',
      })),
    }),
    ...(rule.noncurrentTransitions.length > 0 && {
      NoncurrentVersionTransitions: rule.noncurrentTransitions.map((each) => ({
        NoncurrentDays: each.days,
        NewerNoncurrentVersions: each.newer,
        StorageClass: each.storageClass as 'GLACIER',
      })),
    }),
  };
}

/** One criterion stands by itself, several in `And`. */
function filterShape(filter: LifecycleRule['filter']): LifecycleRuleFilter {
  const { prefix, tags, greaterThan, lessThan } = filter;
  const sizes = {
    ...(greaterThan !== undefined && { ObjectSizeGreaterThan: greaterThan }),
    ...(lessThan !== undefined && { ObjectSizeLessThan: lessThan }),
  };
  const criteria = (prefix === '' ? 0 : 1) + tags.length + Object.keys(sizes).length;
  if (criteria > 1)
    return { And: { ...(prefix !== '' && { Prefix: prefix }), Tags: tags, ...sizes } };
  const [Tag] = tags;
  if (Tag !== undefined) return { Tag };
  return Object.keys(sizes).length > 0 ? sizes : { Prefix: prefix };
}
