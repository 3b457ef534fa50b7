import type {
  CreateInvalidationRequest,
  CreateInvalidationResult,
  GetInvalidationRequest,
  GetInvalidationResult,
  Invalidation,
  ListInvalidationsRequest,
  ListInvalidationsResult,
} from '@aws-sdk/client-cloudfront';
import { fail } from '../../../kernel/fail.ts';
import { upperId } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import { failInvalid, failNotFound } from '../errors.ts';
import { listPage } from '../pages.ts';
import type { InvalidationRecord } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-invalidations */
const PATHS_MAX = 3000;
const WILDCARD_PATHS_MAX = 15;
/** "The maximum length of a path is 4,000 characters." */
const PATH_CHARACTERS_MAX = 4_000;
const INVALIDATIONS_KEPT_MAX = 200;

/** Invalidations are carried out before they are answered, so that they are always Completed. */
export const invalidationOperations = {
  CreateInvalidation: operation(createInvalidation),
  GetInvalidation: operation(getInvalidation),
  ListInvalidations: operation(listInvalidations),
};

async function createInvalidation(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateInvalidationRequest,
): Promise<CreateInvalidationResult> {
  const { id: distributionId } = store.distribution(input.DistributionId);
  const paths = [...(input.InvalidationBatch?.Paths?.Items ?? [])];
  checkPaths(paths);
  const callerReference = input.InvalidationBatch?.CallerReference ?? '';
  const repeated = oldestFirst(store, distributionId).find(
    (one) => one.callerReference === callerReference,
  );
  if (repeated !== undefined) return result(sameBatch(repeated, paths));
  const { dataPlane, random, clock } = store.deps;
  await dataPlane.queryGlobal('invalidate', { distributionId, paths });
  const record: InvalidationRecord = {
    id: `I${upperId(random, 25)}`,
    distributionId,
    createdMs: clock.nowMs(),
    callerReference,
    paths,
  };
  store.invalidations.put(`${distributionId}/${record.id}`, record);
  forgetOldest(store, distributionId);
  return result(record);
}

function getInvalidation(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetInvalidationRequest,
): GetInvalidationResult {
  const { id } = store.distribution(input.DistributionId);
  const record =
    store.invalidations.get(`${id}/${input.Id}`) ??
    failNotFound('NoSuchInvalidation', 'invalidation');
  return { Invalidation: shape(record) };
}

function listInvalidations(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListInvalidationsRequest,
): ListInvalidationsResult {
  const { id } = store.distribution(input.DistributionId);
  const newestFirst = oldestFirst(store, id).toReversed();
  const start = newestFirst.findIndex((one) => one.id === input.Marker) + 1;
  const { items, list } = listPage(newestFirst.slice(start), input);
  return {
    InvalidationList: {
      ...list,
      Items: items.map((one) => ({
        Id: one.id,
        CreateTime: new Date(one.createdMs),
        Status: 'Completed',
      })),
    },
  };
}

function oldestFirst(store: CloudFrontStore, distributionId: string): InvalidationRecord[] {
  return store.invalidations
    .list(`${distributionId}/`)
    .toSorted((left, right) => left.createdMs - right.createdMs);
}

function forgetOldest(store: CloudFrontStore, distributionId: string): void {
  const all = oldestFirst(store, distributionId);
  for (const old of all.slice(0, Math.max(0, all.length - INVALIDATIONS_KEPT_MAX)))
    store.invalidations.delete(`${distributionId}/${old.id}`);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html */
function checkPaths(paths: readonly string[]): void {
  if (paths.length === 0) failInvalid('Your request must contain at least one path.');
  const bad = paths.find(
    (path) =>
      !path.startsWith('/') || path.slice(0, -1).includes('*') || path.length > PATH_CHARACTERS_MAX,
  );
  if (bad !== undefined)
    failInvalid(`Your request contains one or more invalid invalidation paths.`);
  const wildcards = paths.filter((path) => path.endsWith('*')).length;
  if (paths.length > PATHS_MAX || wildcards > WILDCARD_PATHS_MAX)
    fail(
      'TooManyInvalidationsInProgress',
      'You have exceeded the maximum number of allowable InProgress invalidation batch requests, or invalidation objects.',
    );
}

function sameBatch(record: InvalidationRecord, paths: readonly string[]): InvalidationRecord {
  if (record.paths.join('\n') === paths.join('\n')) return record;
  return failInvalid(
    'Your request contains a caller reference that was used for a previous invalidation batch for the same distribution.',
  );
}

function result(record: InvalidationRecord): CreateInvalidationResult {
  return {
    Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${record.distributionId}/invalidation/${record.id}`,
    Invalidation: shape(record),
  };
}

function shape(record: InvalidationRecord): Invalidation {
  return {
    Id: record.id,
    Status: 'Completed',
    CreateTime: new Date(record.createdMs),
    InvalidationBatch: {
      Paths: { Quantity: record.paths.length, Items: record.paths },
      CallerReference: record.callerReference,
    },
  };
}
