import type { Readable } from 'node:stream';
import type {
  GetObjectAttributesCommandInput,
  GetObjectAttributesCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { mailSafe } from '../http/encoded-words.ts';
import { checksumMembers } from '../http/checksums.ts';
import type { BucketCall, Output } from '../core.ts';
import { invalidArgument, invalidRequest, notImplemented } from '../errors.ts';
import { findObject, replicationStatus, shownVersionId } from './find-version.ts';
import type { ObjectVersion } from '../model.ts';
import { encryptionMembers } from './object-encryption.ts';
import { checkReadConditions } from './preconditions.ts';
import { parseRange, partRange, type ByteRange } from '../http/ranges.ts';

type ReadInput = GetObjectCommandInput & HeadObjectCommandInput;
type Head = Output<HeadObjectCommandOutput>;

export function headObject(call: BucketCall<HeadObjectCommandInput>): Head {
  return describe(call).head;
}

export function getObject(
  call: BucketCall<GetObjectCommandInput>,
): Omit<Output<GetObjectCommandOutput>, 'Body'> & { Body: Readable } {
  const { version, head, range } = describe(call);
  const segments = call.core.metadata.versions.segments(version.id);
  return {
    ...head,
    TagCount: version.tags.length || undefined,
    Body: call.core.bodies.read(segments, range),
  };
}

export function getObjectAttributes(
  call: BucketCall<GetObjectAttributesCommandInput>,
): Output<GetObjectAttributesCommandOutput> {
  const version = findObject(call);
  const wanted = new Set<string>(call.input.ObjectAttributes ?? []);
  const { checksum, parts, storageClass } = version.attributes;
  return {
    LastModified: new Date(version.modifiedMs),
    ...shownVersionId(call, version),
    ...(wanted.has('ETag') && { ETag: version.etag }),
    ...(wanted.has('Checksum') && checksum && { Checksum: checksumMembers(checksum) }),
    ...(wanted.has('ObjectParts') && parts && { ObjectParts: { TotalPartsCount: parts.length } }),
    ...(wanted.has('StorageClass') && {
      StorageClass: storageClass as GetObjectAttributesCommandOutput['StorageClass'],
    }),
    ...(wanted.has('ObjectSize') && { ObjectSize: version.sizeBytes }),
  };
}

/** What GET and HEAD tell alike. */
function describe(call: BucketCall<HeadObjectCommandInput>): {
  version: ObjectVersion;
  head: Head;
  range: ByteRange;
} {
  const input: ReadInput = call.input;
  if (input.SSECustomerAlgorithm !== undefined)
    throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  const overrides = responseOverrides(call);
  const version = findObject(call);
  checkReadConditions(version, {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  });
  const partial = requestedRange(version, input);
  const range = partial ?? { start: 0, end: version.sizeBytes - 1 };
  const head: Head = {
    ...storedMembers(call, version),
    ContentLength: range.end - range.start + 1,
    ...(partial && { ContentRange: `bytes ${range.start}-${range.end}/${version.sizeBytes}` }),
    // A checksum is that of the whole object, so it is not sent with a part of it.
    ...(input.ChecksumMode === 'ENABLED' &&
      !partial &&
      checksumMembers(version.attributes.checksum)),
    ...(input.PartNumber !== undefined &&
      version.attributes.parts && { PartsCount: version.attributes.parts.length }),
    ...overrides,
  };
  return { version, head, range };
}

function storedMembers(call: BucketCall<unknown>, version: ObjectVersion): Head {
  const { system, user, storageClass, encryption } = version.attributes;
  const status = replicationStatus(version.replication);
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedMs),
    ETag: `"${version.etag}"`,
    ...system,
    Metadata: Object.fromEntries(
      Object.entries(user).map(([name, value]) => [name, mailSafe(value)]),
    ),
    ...encryptionMembers(encryption),
    ...shownVersionId(call, version),
    // S3 leaves the header out for STANDARD.
    ...(storageClass !== 'STANDARD' && { StorageClass: storageClass as Head['StorageClass'] }),
    ...(status && { ReplicationStatus: status }),
  };
}

function requestedRange(version: ObjectVersion, input: ReadInput): ByteRange | undefined {
  const number = input.PartNumber;
  if (number === undefined) return parseRange(input.Range, version.sizeBytes);
  if (input.Range !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  const parts = version.attributes.parts ?? [{ sizeBytes: version.sizeBytes }];
  if (number < 1 || number > parts.length)
    throw invalidArgument('The requested partnumber is not satisfiable', {
      name: 'partNumber',
      value: String(number),
    });
  return version.sizeBytes === 0 ? undefined : partRange(parts, number);
}

/**
 * `response-content-type` and the like; only for those who sign, or a link could lie in the
 * bucket's name.
 */
function responseOverrides(call: BucketCall<ReadInput>): Head {
  const { input } = call;
  // As it was sent, whether or not it is a date, like the header of an upload.
  const expires = new URLSearchParams(call.caller.target.split('?')[1]).get('response-expires');
  const overrides: Head = {
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && {
      ContentDisposition: input.ResponseContentDisposition,
    }),
    ...(input.ResponseContentEncoding !== undefined && {
      ContentEncoding: input.ResponseContentEncoding,
    }),
    ...(input.ResponseContentLanguage !== undefined && {
      ContentLanguage: input.ResponseContentLanguage,
    }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(expires !== null && { ExpiresString: expires }),
  };
  for (const value of Object.values(overrides).map(String))
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', {
        name: 'response-header',
        value,
      });
  if (call.caller.principal.kind === 'anonymous' && Object.keys(overrides).length > 0)
    throw invalidRequest(
      'Request specific response headers cannot be used for anonymous GET requests.',
    );
  return overrides;
}
