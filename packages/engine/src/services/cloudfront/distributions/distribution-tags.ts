import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  TagResourceRequest,
  Tags,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudfront';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import { withMembers } from '../../../kernel/state/own.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import type { DistributionRecord } from '../records.ts';

export const tagOperations = {
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

function tagResource(
  store: CloudFrontStore,
  _context: RequestContext,
  input: TagResourceRequest,
): void {
  const record = byArn(store, input.Resource);
  store.distributions.put(record.id, { ...record, tags: withTags(record.tags, input.Tags) });
}

function untagResource(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UntagResourceRequest,
): void {
  const record = byArn(store, input.Resource);
  const gone = input.TagKeys?.Items ?? [];
  const kept = Object.entries(record.tags).filter(([key]) => !gone.includes(key));
  store.distributions.put(record.id, { ...record, tags: Object.fromEntries(kept) });
}

function listTagsForResource(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResult {
  const { tags } = byArn(store, input.Resource);
  return { Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}

export function withTags(
  tags: Readonly<Record<string, string>>,
  added: Tags | undefined,
): Record<string, string> {
  const pairs = (added?.Items ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  return withMembers(tags, pairs);
}

function byArn(store: CloudFrontStore, arn: string | undefined): DistributionRecord {
  return (
    store.distributions.list().find((candidate) => candidate.arn === arn) ??
    fail('NoSuchResource', 'A resource that was specified is not valid.', 404)
  );
}
