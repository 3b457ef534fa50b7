import type { ReplicationRule, Tag } from '@aws-sdk/client-s3';
import { KEY_BYTES_MAX } from '../bounds.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

/**
 * A filter is one thing: a prefix, a tag, or both or several in `And`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRuleFilter.html
 */
export function checkReplicationFilter(rule: ReplicationRule): void {
  const { Filter: filter, Prefix: prefix } = rule;
  if (filter && prefix !== undefined) throw malformedXml();
  const { Prefix: only, Tag: tag, And: and } = filter ?? {};
  if ([only, tag, and].filter((member) => member !== undefined).length > 1) throw malformedXml();
  const tags = and?.Tags ?? [];
  if (and && tags.length + (and.Prefix === undefined ? 0 : 1) < 2) throw malformedXml();
  for (const text of [prefix, only, and?.Prefix]) checkPrefix(text);
  checkTagKeys(tag ? [tag] : tags);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html */
function checkPrefix(prefix: string | undefined): void {
  if (prefix !== undefined && Buffer.byteLength(prefix) > KEY_BYTES_MAX)
    throw invalidArgument(
      `Rule prefix cannot be longer than maximum allowed key length of ${KEY_BYTES_MAX}`,
      { name: 'Prefix', value: prefix },
    );
}

function checkTagKeys(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key: key }) => key ?? '');
  if (keys.includes('')) throw malformedXml();
  if (new Set(keys).size < keys.length) throw invalidRequest('Duplicate Tag Keys are not allowed.');
}
