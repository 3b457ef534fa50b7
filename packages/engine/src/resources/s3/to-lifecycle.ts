import type { BucketLifecycleConfiguration, LifecycleRule } from '@aws-sdk/client-s3';
import { asInput } from '../as-input.ts';
import type {
  S3BucketLifecycleConfiguration,
  S3BucketRule as Rule,
} from '../properties.generated.ts';

/**
 * CloudFormation's LifecycleConfiguration in the API's shape, in which filters are of their own.
 */
export function toLifecycle({
  Rules,
}: S3BucketLifecycleConfiguration): BucketLifecycleConfiguration {
  return asInput<BucketLifecycleConfiguration>({ Rules: Rules.map(toRule) });
}

function toRule(rule: Rule): LifecycleRule {
  const { NoncurrentVersionExpirationInDays: days, NoncurrentVersionTransition: older } = rule;
  const noncurrent =
    rule.NoncurrentVersionExpiration ?? (days === undefined ? undefined : { NoncurrentDays: days });
  const transitions = [rule.Transition, ...(rule.Transitions ?? [])].flatMap((each) => each ?? []);
  const noncurrentTransitions = [older, ...(rule.NoncurrentVersionTransitions ?? [])].flatMap(
    (each) => each ?? [],
  );
  const expiration = {
    ...(rule.ExpirationDate !== undefined && { Date: new Date(rule.ExpirationDate) }),
    ...(rule.ExpirationInDays !== undefined && { Days: rule.ExpirationInDays }),
    ...(rule.ExpiredObjectDeleteMarker !== undefined && {
      ExpiredObjectDeleteMarker: rule.ExpiredObjectDeleteMarker,
    }),
  };
  return asInput<LifecycleRule>({
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf(rule),
    ...(Object.keys(expiration).length > 0 && { Expiration: expiration }),
    ...(noncurrent && { NoncurrentVersionExpiration: noncurrent }),
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    ...(transitions.length > 0 && {
      Transitions: transitions.map(({ TransitionDate, TransitionInDays: Days, StorageClass }) => ({
        ...(TransitionDate !== undefined && { Date: new Date(TransitionDate) }),
        Days,
        StorageClass,
      })),
    }),
    ...(noncurrentTransitions.length > 0 && {
      NoncurrentVersionTransitions: noncurrentTransitions.map(
        ({ TransitionInDays: NoncurrentDays, ...each }) => ({ ...each, NoncurrentDays }),
      ),
    }),
  });
}

function filterOf(rule: Rule): object {
  const { Prefix, TagFilters: Tags = [], ObjectSizeGreaterThan, ObjectSizeLessThan } = rule;
  const sizes = {
    ...(ObjectSizeGreaterThan !== undefined && { ObjectSizeGreaterThan }),
    ...(ObjectSizeLessThan !== undefined && { ObjectSizeLessThan }),
  };
  const [Tag] = Tags;
  const criteria = (Prefix === undefined ? 0 : 1) + Tags.length + Object.keys(sizes).length;
  if (criteria > 1) return { And: { Prefix, Tags, ...sizes } };
  if (Tag !== undefined) return { Tag };
  return Object.keys(sizes).length > 0 ? sizes : { Prefix: Prefix ?? '' };
}
