import type {
  CreateInvalidationRequest,
  CreateInvalidationResult,
  GetInvalidationRequest,
  GetInvalidationResult,
  Invalidation,
  ListInvalidationsRequest,
  ListInvalidationsResult,
} from '@aws-sdk/client-cloudfront';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { upperId } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state-store.ts';
import type { Distributions } from './distributions.ts';
import { invalidArgument, notFound } from './errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-invalidations */
const PATHS_MAX = 3000;
const WILDCARD_PATHS_MAX = 15;
/** "The maximum length of a path is 4,000 characters." */
const PATH_CHARACTERS_MAX = 4_000;
const INVALIDATIONS_KEPT_MAX = 200;
const PAGE_ITEMS_MAX = 100;

interface StoredInvalidation {
  id: string;
  distributionId: string;
  createdMs: number;
  callerReference: string;
  paths: string[];
}

/** Invalidations are carried out before they are answered, so that they are always Completed. */
export class Invalidations {
  readonly #deps: ServiceDeps;
  readonly #distributions: Distributions;
  readonly #table: Table<StoredInvalidation>;

  constructor(deps: ServiceDeps, distributions: Distributions) {
    this.#deps = deps;
    this.#distributions = distributions;
    this.#table = deps.state.table('cloudfront/invalidations');
  }

  async create(input: CreateInvalidationRequest): Promise<CreateInvalidationResult> {
    const { id: distributionId } = this.#distributions.find(input.DistributionId);
    const paths = [...(input.InvalidationBatch?.Paths?.Items ?? [])];
    checkPaths(paths);
    const callerReference = input.InvalidationBatch?.CallerReference ?? '';
    const repeated = this.#of(distributionId).find(
      (one) => one.callerReference === callerReference,
    );
    if (repeated !== undefined) return result(sameBatch(repeated, paths));
    await this.#deps.dataPlane.queryGlobal('invalidate', { distributionId, paths });
    const stored: StoredInvalidation = {
      id: `I${upperId(this.#deps.random, 25)}`,
      distributionId,
      createdMs: this.#deps.clock.nowMs(),
      callerReference,
      paths,
    };
    this.#table.put(`${distributionId}/${stored.id}`, stored);
    this.#forgetOldest(distributionId);
    return result(stored);
  }

  get(input: GetInvalidationRequest): GetInvalidationResult {
    this.#distributions.find(input.DistributionId);
    const stored = this.#table.get(`${input.DistributionId}/${input.Id}`);
    if (stored === undefined) throw notFound('NoSuchInvalidation', 'invalidation');
    return { Invalidation: shape(stored) };
  }

  list(input: ListInvalidationsRequest): ListInvalidationsResult {
    const { id } = this.#distributions.find(input.DistributionId);
    const newestFirst = this.#of(id).toSorted((left, right) => right.createdMs - left.createdMs);
    const from = newestFirst.findIndex((one) => one.id === input.Marker) + 1;
    const size = Math.min(Number(input.MaxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
    const page = newestFirst.slice(from, from + size);
    const truncated = newestFirst.length > from + size;
    return {
      InvalidationList: {
        Marker: input.Marker ?? '',
        MaxItems: size,
        IsTruncated: truncated,
        ...(truncated ? { NextMarker: page.at(-1)?.id } : {}),
        Quantity: page.length,
        Items: page.map((one) => ({
          Id: one.id,
          CreateTime: new Date(one.createdMs),
          Status: 'Completed',
        })),
      },
    };
  }

  #of(distributionId: string): StoredInvalidation[] {
    return this.#table.list(`${distributionId}/`);
  }

  #forgetOldest(distributionId: string): void {
    const all = this.#of(distributionId).toSorted(
      (left, right) => left.createdMs - right.createdMs,
    );
    for (const old of all.slice(0, Math.max(0, all.length - INVALIDATIONS_KEPT_MAX)))
      this.#table.delete(`${distributionId}/${old.id}`);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html */
function checkPaths(paths: readonly string[]): void {
  if (paths.length === 0) throw invalidArgument('Your request must contain at least one path.');
  const bad = paths.find(
    (path) =>
      !path.startsWith('/') || path.slice(0, -1).includes('*') || path.length > PATH_CHARACTERS_MAX,
  );
  if (bad !== undefined)
    throw invalidArgument(`Your request contains one or more invalid invalidation paths.`);
  const wildcards = paths.filter((path) => path.endsWith('*')).length;
  if (paths.length > PATHS_MAX || wildcards > WILDCARD_PATHS_MAX)
    throw new AwsError({
      code: 'TooManyInvalidationsInProgress',
      message:
        'You have exceeded the maximum number of allowable InProgress invalidation batch requests, or invalidation objects.',
    });
}

function sameBatch(stored: StoredInvalidation, paths: readonly string[]): StoredInvalidation {
  if (stored.paths.join('\n') === paths.join('\n')) return stored;
  throw invalidArgument(
    'Your request contains a caller reference that was used for a previous invalidation batch for the same distribution.',
  );
}

function result(stored: StoredInvalidation): CreateInvalidationResult {
  return {
    Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${stored.distributionId}/invalidation/${stored.id}`,
    Invalidation: shape(stored),
  };
}

function shape(stored: StoredInvalidation): Invalidation {
  return {
    Id: stored.id,
    Status: 'Completed',
    CreateTime: new Date(stored.createdMs),
    InvalidationBatch: {
      Paths: { Quantity: stored.paths.length, Items: stored.paths },
      CallerReference: stored.callerReference,
    },
  };
}
