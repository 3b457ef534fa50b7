import type { ReplicationConfiguration, ReplicationRuleFilter } from '@aws-sdk/client-s3';
import { asInput } from '../as-input.ts';
import type {
  S3BucketReplicationConfiguration,
  S3BucketReplicationRuleFilter,
} from '../properties.generated.ts';

/** CloudFormation's ReplicationConfiguration in the API's shape: a few names differ. */
export function toReplication({
  Role,
  Rules,
}: S3BucketReplicationConfiguration): ReplicationConfiguration {
  return asInput<ReplicationConfiguration>({
    Role,
    Rules: Rules.map(({ Id: ID, Filter, ...rule }) => ({
      ...rule,
      ID,
      Filter: Filter && toFilter(Filter),
    })),
  });
}

function toFilter(filter: S3BucketReplicationRuleFilter): ReplicationRuleFilter {
  const { Prefix, TagFilter: Tag, And } = filter;
  return {
    Prefix,
    Tag,
    And: And && { Prefix: And.Prefix, Tags: And.TagFilters ?? [] },
  };
}
