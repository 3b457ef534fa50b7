import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetObjectAclCommandInput,
  GetObjectAclCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { OBJECT_TAGS_MAX } from '../bounds.ts';
import { ownerOf, type BucketCall, type Output } from '../core.ts';
import { findObject, shownVersionId } from './find-version.ts';
import { checkTags } from './tags.ts';
import { writeTags } from './write-version.ts';

export function getObjectTagging(
  call: BucketCall<GetObjectTaggingCommandInput>,
): Output<GetObjectTaggingCommandOutput> {
  const version = findObject(call);
  return { TagSet: version.tags, ...shownVersionId(call, version) };
}

export function putObjectTagging(
  call: BucketCall<PutObjectTaggingCommandInput>,
): Output<PutObjectTaggingCommandOutput> {
  const version = findObject(call);
  const tags = call.input.Tagging?.TagSet ?? [];
  writeTags(call.core, version, checkTags(tags, { tagsMax: OBJECT_TAGS_MAX, of: 'Object' }));
  return shownVersionId(call, version);
}

export function deleteObjectTagging(
  call: BucketCall<DeleteObjectTaggingCommandInput>,
): Output<DeleteObjectTaggingCommandOutput> {
  const version = findObject(call);
  writeTags(call.core, version, []);
  return shownVersionId(call, version);
}

/** With ACLs off, the bucket's owner has everything and nobody else anything. */
export function getObjectAcl(
  call: BucketCall<GetObjectAclCommandInput>,
): Output<GetObjectAclCommandOutput> {
  findObject(call);
  const owner = ownerOf(call.core);
  return {
    Owner: owner,
    Grants: [{ Grantee: { ...owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
  };
}
