import { AwsError } from '@understudy/wire';
import { preconditionFailed } from '../errors.ts';
import type { ObjectVersion } from '../model.ts';

export interface ReadConditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: Date | undefined;
  ifUnmodifiedSince: Date | undefined;
}

/**
 * Throws 412 or 304 where the conditions want it. An ETag's word counts more than a date's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html,
 * RFC 9110 section 13.2.2
 */
export function checkReadConditions(version: ObjectVersion, conditions: ReadConditions): void {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!etagListed(ifMatch, version.etag)) throw preconditionFailed('If-Match');
  } else if (ifUnmodifiedSince && modifiedSeconds(version) > seconds(ifUnmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) {
    if (etagListed(ifNoneMatch, version.etag)) throw notModified(version);
  } else if (ifModifiedSince && modifiedSeconds(version) <= seconds(ifModifiedSince)) {
    throw notModified(version);
  }
}

/** The same four on the source of a copy, where every failure is 412. */
export function checkCopyConditions(version: ObjectVersion, conditions: ReadConditions): void {
  try {
    checkReadConditions(version, conditions);
  } catch (thrown) {
    if (thrown instanceof AwsError && thrown.status === 304)
      throw preconditionFailed('x-amz-copy-source-If-None-Match');
    throw thrown;
  }
}

/**
 * Conditional writes: `If-None-Match: *` wants no current object, `If-Match` wants that very one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
  latest: ObjectVersion | undefined,
  conditions: { ifMatch: string | undefined; ifNoneMatch: string | undefined; key: string },
): void {
  const current = latest?.deleteMarker === false ? latest : undefined;
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new AwsError({
      code: 'NotImplemented',
      message: 'A header you provided implies functionality that is not implemented',
      status: 501,
      detail: { Header: 'If-None-Match' },
    });
  if (ifNoneMatch === '*' && current) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!current)
    throw new AwsError({
      code: 'NoSuchKey',
      message: 'The specified key does not exist.',
      status: 404,
      detail: { Key: conditions.key },
    });
  if (!etagListed(ifMatch, current.etag)) throw preconditionFailed('If-Match');
}

function etagListed(list: string, etag: string): boolean {
  return list.split(',').some((entry) => {
    const bare = entry
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return bare === '*' || bare === etag;
  });
}

/** HTTP dates have whole seconds, objects milliseconds. */
function modifiedSeconds(version: ObjectVersion): number {
  return Math.floor(version.modifiedMs / 1000);
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function notModified(version: ObjectVersion): AwsError {
  return new AwsError({
    code: 'NotModified',
    message: 'Not Modified',
    status: 304,
    headers: {
      etag: `"${version.etag}"`,
      'last-modified': new Date(version.modifiedMs).toUTCString(),
    },
  });
}
