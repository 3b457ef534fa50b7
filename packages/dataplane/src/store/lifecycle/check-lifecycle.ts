import type { LifecycleRule } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts';

const ID_CHARACTERS_MAX = 255;
const DAY_MS = 86_400_000;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html */
const NEWER_VERSIONS_MAX = 100;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
export function checkRule(rule: LifecycleRule): void {
  const { ID: id = '', Status: status } = rule;
  if (id.length > ID_CHARACTERS_MAX)
    throw invalidArgument('ID length should not exceed allowed limit of 255');
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  checkFilter(rule);
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  const { AbortIncompleteMultipartUpload: abort, Transitions: transitions = [] } = rule;
  const { NoncurrentVersionTransitions: noncurrentTransitions = [] } = rule;
  const actions = [expiration, noncurrent, abort, ...transitions, ...noncurrentTransitions];
  if (actions.every((action) => action === undefined))
    throw invalidRequest('At least one action needs to be specified in a rule');
  const given = [expiration?.Days, expiration?.Date, expiration?.ExpiredObjectDeleteMarker];
  if (given.filter((member) => member !== undefined).length > 1) throw malformedXml();
  checkDays('Expiration', expiration?.Days);
  checkDate(expiration?.Date);
  checkDays('NoncurrentVersionExpiration', noncurrent?.NoncurrentDays);
  checkDays('AbortIncompleteMultipartUpload', abort?.DaysAfterInitiation);
  const { NewerNoncurrentVersions: newer = 1 } = noncurrent ?? {};
  if (newer < 1 || newer > NEWER_VERSIONS_MAX)
    throw invalidArgument(
      `'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be between 1 and ${NEWER_VERSIONS_MAX}`,
    );
}

/**
 * A filter is one thing, or several in `And`; what has no tags or size cannot be chosen by them.
 */
function checkFilter(rule: LifecycleRule): void {
  const { Filter: filter, Prefix: own, Expiration: expiration } = rule;
  if ((filter === undefined) === (own === undefined)) throw malformedXml();
  const { And: and, ...one } = filter ?? {};
  const given = [and, ...Object.values(one)].filter((member) => member !== undefined);
  if (given.length > 1) throw malformedXml();
  const hasTags = one.Tag !== undefined || (and?.Tags ?? []).length > 0;
  const sized = { ...one, ...and };
  const hasSizes =
    sized.ObjectSizeGreaterThan !== undefined || sized.ObjectSizeLessThan !== undefined;
  if (rule.AbortIncompleteMultipartUpload !== undefined && (hasTags || hasSizes))
    throw invalidRequest(
      `AbortIncompleteMultipartUpload cannot be specified with ${hasTags ? 'Tags' : 'object size'}.`,
    );
  if (expiration?.ExpiredObjectDeleteMarker !== undefined && (hasTags || hasSizes))
    throw invalidRequest(
      `ExpiredObjectDeleteMarker cannot be specified with ${hasTags ? 'Tags' : 'object size'}.`,
    );
}

function checkDays(action: string, days: number | undefined): void {
  if (days !== undefined && days < 1)
    throw invalidArgument(`'Days' for ${action} action must be a positive integer`);
}

function checkDate(date: Date | undefined): void {
  if (date !== undefined && date.getTime() % DAY_MS !== 0)
    throw invalidArgument("'Date' must be at midnight GMT");
}
