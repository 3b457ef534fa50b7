import type {
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { LIST_ITEMS_MAX } from '../bounds.ts';
import { ownerOf, type BucketCall, type Core, type Output } from '../core.ts';
import { invalidArgument } from '../errors.ts';
import { afterKey, commonPrefixOf, listPage, urlEncodeKey, type ListingPage } from './listing.ts';
import type { ObjectVersion } from '../model.ts';

type Entry = NonNullable<ListObjectsV2CommandOutput['Contents']>[number];

const START = Buffer.alloc(0);

export function listObjectsV2(
  call: BucketCall<ListObjectsV2CommandInput>,
): Output<ListObjectsV2CommandOutput> {
  const { input, bucket } = call;
  const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: startAfter } = input;
  const token = input.ContinuationToken;
  const encode = encoderOf(input.EncodingType);
  const maxKeys = itemsMaxOf(input.MaxKeys);
  // A token says where to go on; then StartAfter counts no more.
  const resume =
    token === undefined ? startOf(startAfter, { prefix, delimiter }) : parseToken(token);
  const page = listCurrent(call, { prefix, delimiter, itemsMax: maxKeys, ...resume });
  const withOwner = input.FetchOwner === true;
  return {
    ...{ Name: bucket.name, Prefix: encode(prefix), MaxKeys: maxKeys },
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    KeyCount: page.items.length + page.commonPrefixes.length,
    IsTruncated: page.truncated,
    ...(token !== undefined && { ContinuationToken: token }),
    ...(page.truncated && page.last && { NextContinuationToken: makeToken(page.last) }),
    ...(startAfter !== undefined && { StartAfter: encode(startAfter) }),
    Contents: page.items.map((version) => entryOf(call.core, version, { encode, withOwner })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

export function listObjects(
  call: BucketCall<ListObjectsCommandInput>,
): Output<ListObjectsCommandOutput> {
  const { input, bucket } = call;
  const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: marker = '' } = input;
  const encode = encoderOf(input.EncodingType);
  const maxKeys = itemsMaxOf(input.MaxKeys);
  const resume = startOf(marker, { prefix, delimiter });
  const page = listCurrent(call, { prefix, delimiter, itemsMax: maxKeys, ...resume });
  const last = page.last?.kind === 'prefix' ? page.last.prefix : page.last?.item.key;
  return {
    ...{ Name: bucket.name, Prefix: encode(prefix), Marker: encode(marker), MaxKeys: maxKeys },
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: page.truncated,
    // S3 tells it only with a delimiter; without, the last key is the next marker.
    ...(page.truncated && delimiter !== '' && { NextMarker: encode(last ?? '') }),
    Contents: page.items.map((version) => entryOf(call.core, version, { encode, withOwner: true })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

/** `max-keys` and the like: more than 1,000 is taken as 1,000. */
export function itemsMaxOf(asked: number | undefined, name = 'max-keys'): number {
  if (asked === undefined) return LIST_ITEMS_MAX;
  if (!Number.isInteger(asked) || asked < 0 || asked > 2_147_483_647)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, {
      name,
      value: String(asked),
    });
  return Math.min(asked, LIST_ITEMS_MAX);
}

export function encoderOf(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType === 'url') return urlEncodeKey;
  throw invalidArgument('Invalid Encoding Method specified in Request', {
    name: 'encoding-type',
    value: encodingType,
  });
}

interface Resume {
  from: Uint8Array;
  afterPrefix: string | undefined;
}

/** After a key that the client names; where that is a common prefix, after all below it. */
export function startOf(
  marker: string | undefined,
  request: { prefix: string; delimiter: string },
): Resume {
  if (marker === undefined || marker === '') return { from: START, afterPrefix: undefined };
  const common = marker.startsWith(request.prefix) ? commonPrefixOf(marker, request) : undefined;
  return { from: afterKey(marker), afterPrefix: common === marker ? marker : undefined };
}

function listCurrent(
  call: BucketCall<unknown>,
  request: { prefix: string; delimiter: string; itemsMax: number } & Resume,
): ListingPage<ObjectVersion> {
  const { versions } = call.core.metadata;
  return listPage((from) => versions.scanObjects(call.bucket.name, from), request);
}

function entryOf(
  core: Core,
  version: ObjectVersion,
  options: { encode: (text: string) => string; withOwner: boolean },
): Entry {
  const { checksum, storageClass } = version.attributes;
  return {
    Key: options.encode(version.key),
    LastModified: new Date(version.modifiedMs),
    ETag: `"${version.etag}"`,
    Size: version.sizeBytes,
    StorageClass: storageClass as NonNullable<Entry['StorageClass']>,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
    ...(options.withOwner && { Owner: ownerOf(core) }),
  };
}

/** Opaque to clients: `i` and a key, or `p` and a common prefix, in base64. */
function makeToken(last: NonNullable<ListingPage<ObjectVersion>['last']>): string {
  const text = last.kind === 'item' ? `i${last.item.key}` : `p${last.prefix}`;
  return Buffer.from(text).toString('base64');
}

function parseToken(token: string): Resume {
  const text = Buffer.from(token, 'base64').toString('utf8');
  const isOurs = /^[ip]./s.test(text) && Buffer.from(text).toString('base64') === token;
  if (!isOurs) throw invalidArgument('The continuation token provided is incorrect');
  const name = text.slice(1);
  return text.startsWith('i')
    ? { from: afterKey(name), afterPrefix: undefined }
    : { from: START, afterPrefix: name };
}
