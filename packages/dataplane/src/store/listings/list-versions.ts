import type {
  DeleteMarkerEntry,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersion as VersionEntry,
} from '@aws-sdk/client-s3';
import { ownerOf, type BucketCall, type Core, type Output } from '../core.ts';
import { invalidArgument } from '../errors.ts';
import { checkVersionId } from '../objects/find-version.ts';
import { timeOfVersionId } from '../identifiers.ts';
import { encoderOf, itemsMaxOf, startOf } from './list-objects.ts';
import { listPage } from './listing.ts';
import type { ObjectVersion } from '../model.ts';

type Encode = (text: string) => string;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export function listObjectVersions(
  call: BucketCall<ListObjectVersionsCommandInput>,
): Output<ListObjectVersionsCommandOutput> {
  const { input, bucket, core } = call;
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input;
  const { VersionIdMarker: versionMarker = '' } = input;
  const encode = encoderOf(input.EncodingType);
  const itemsMax = itemsMaxOf(input.MaxKeys);
  if (versionMarker !== '') checkMarkers(keyMarker, versionMarker);
  const resume = startOf(keyMarker, { prefix, delimiter });
  const within = versionMarker === '' ? undefined : { key: keyMarker, versionId: versionMarker };
  const page = listPage((from) => versionsFrom(call, from, within), {
    ...{ prefix, delimiter, itemsMax, afterPrefix: resume.afterPrefix },
    from: within === undefined ? resume.from : Buffer.from(keyMarker),
  });
  const { last } = page;
  const markers = page.items.filter((version) => version.deleteMarker);
  return {
    ...{ Name: bucket.name, Prefix: encode(prefix), MaxKeys: itemsMax },
    ...{ KeyMarker: encode(keyMarker), VersionIdMarker: versionMarker },
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    IsTruncated: page.truncated,
    ...(page.truncated &&
      (last?.kind === 'prefix'
        ? { NextKeyMarker: encode(last.prefix) }
        : last && {
            NextKeyMarker: encode(last.item.key),
            NextVersionIdMarker: last.item.versionId,
          })),
    Versions: page.items
      .filter((version) => !version.deleteMarker)
      .map((version) => versionEntry(core, version, encode)),
    DeleteMarkers: markers.map((version) => markerEntry(core, version, encode)),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

/** Versions from a key on; of the marker's own key only those behind the marker's version. */
function* versionsFrom(
  call: BucketCall<unknown>,
  from: Uint8Array,
  marker: { key: string; versionId: string } | undefined,
): Generator<ObjectVersion> {
  const { versions } = call.core.metadata;
  const known = marker && versions.get(call.bucket.name, marker.key, marker.versionId);
  // A client that deletes what it lists names a marker that is gone: its id still tells the time.
  const goneMs = marker && !known ? timeOfVersionId(marker.versionId) : undefined;
  let passed = marker === undefined;
  for (const version of versions.scanVersions(call.bucket.name, from)) {
    if (goneMs !== undefined && version.modifiedMs <= goneMs) passed = true;
    if (passed || version.key !== marker?.key) yield version;
    else passed = version.versionId === marker.versionId;
  }
}

function checkMarkers(keyMarker: string, versionMarker: string): void {
  if (keyMarker === '')
    throw invalidArgument('A version-id marker cannot be specified without a key marker.', {
      name: 'version-id-marker',
      value: versionMarker,
    });
  checkVersionId(versionMarker);
}

function versionEntry(core: Core, version: ObjectVersion, encode: Encode): VersionEntry {
  const { checksum } = version.attributes;
  return {
    ...markerEntry(core, version, encode),
    ETag: `"${version.etag}"`,
    Size: version.sizeBytes,
    StorageClass: version.attributes.storageClass as NonNullable<VersionEntry['StorageClass']>,
    ...(checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type }),
  };
}

function markerEntry(core: Core, version: ObjectVersion, encode: Encode): DeleteMarkerEntry {
  return {
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: version.isLatest,
    LastModified: new Date(version.modifiedMs),
    Owner: ownerOf(core),
  };
}
