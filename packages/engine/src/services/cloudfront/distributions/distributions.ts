import { randomBytes } from 'node:crypto';
import type {
  CreateDistributionRequest,
  CreateDistributionResult,
  CreateDistributionWithTagsRequest,
  DeleteDistributionRequest,
  Distribution,
  GetDistributionConfigRequest,
  GetDistributionConfigResult,
  GetDistributionRequest,
  GetDistributionResult,
  ListDistributionsRequest,
  ListDistributionsResult,
  Tags,
  UpdateDistributionRequest,
  UpdateDistributionResult,
} from '@aws-sdk/client-cloudfront';
import type { SigningKey } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { lowerId, upperId } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { checkDistribution } from './check-distribution.ts';
import type { CloudFrontStore } from '../cloudfront-store.ts';
import { distributionShape, summaryShape, withDefaults } from './distribution-shape.ts';
import { withTags } from './distribution-tags.ts';
import { checkIfMatch } from '../errors.ts';
import { listPage } from '../pages.ts';
import type { DistributionRecord } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const DISTRIBUTIONS_MAX = 500;

/** Distributions as records; the edge serves them. */
export const distributionOperations = {
  CreateDistribution: operation(createDistribution),
  CreateDistributionWithTags: operation(createDistributionWithTags),
  GetDistribution: operation(getDistribution),
  GetDistributionConfig: operation(getDistributionConfig),
  ListDistributions: operation(listDistributions),
  UpdateDistribution: operation(updateDistribution),
  DeleteDistribution: operation(deleteDistribution),
};

function createDistribution(
  store: CloudFrontStore,
  _context: RequestContext,
  input: CreateDistributionRequest,
): CreateDistributionResult {
  return create(store, input, undefined);
}

function createDistributionWithTags(
  store: CloudFrontStore,
  _context: RequestContext,
  { DistributionConfigWithTags: input }: CreateDistributionWithTagsRequest,
): CreateDistributionResult {
  return create(store, { DistributionConfig: input?.DistributionConfig }, input?.Tags);
}

function getDistribution(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetDistributionRequest,
): GetDistributionResult {
  const record = store.distribution(input.Id);
  return { Distribution: shape(store, record), ETag: record.etag };
}

function getDistributionConfig(
  store: CloudFrontStore,
  _context: RequestContext,
  input: GetDistributionConfigRequest,
): GetDistributionConfigResult {
  const record = store.distribution(input.Id);
  return { DistributionConfig: record.config, ETag: record.etag };
}

function listDistributions(
  store: CloudFrontStore,
  _context: RequestContext,
  input: ListDistributionsRequest,
): ListDistributionsResult {
  const rest = store.distributions.list().filter(({ id }) => id > (input.Marker ?? ''));
  const { items, list } = listPage(rest, input);
  const Items = items.map((record) => summaryShape(record, store.status(record)));
  return { DistributionList: { ...list, Items } };
}

function updateDistribution(
  store: CloudFrontStore,
  _context: RequestContext,
  input: UpdateDistributionRequest,
): UpdateDistributionResult {
  const before = store.distribution(input.Id);
  checkIfMatch(input.IfMatch, before.etag);
  const config = withDefaults(input.DistributionConfig);
  if (config.CallerReference !== before.config.CallerReference)
    fail(
      'IllegalUpdate',
      'The update contains modifications that are not allowed: CallerReference.',
    );
  const others = store.distributions.list().filter((other) => other.id !== before.id);
  checkDistribution(config, others, store.references);
  const record = store.putDistribution({ ...before, config });
  return { Distribution: shape(store, record), ETag: record.etag };
}

function deleteDistribution(
  store: CloudFrontStore,
  _context: RequestContext,
  input: DeleteDistributionRequest,
): void {
  const record = store.distribution(input.Id);
  checkIfMatch(input.IfMatch, record.etag);
  if (record.config.Enabled === true)
    fail(
      'DistributionNotDisabled',
      'The distribution you are trying to delete has not been disabled.',
      409,
    );
  store.distributions.delete(record.id);
  store.deps.dataPlane.changed();
}

function create(
  store: CloudFrontStore,
  input: CreateDistributionRequest,
  tags: Tags | undefined,
): CreateDistributionResult {
  const config = withDefaults(input.DistributionConfig);
  const others = store.distributions.list();
  checkDistribution(config, others, store.references);
  if (others.some((other) => other.config.CallerReference === config.CallerReference))
    fail(
      'DistributionAlreadyExists',
      'The caller reference that you are using to create a distribution is associated with another distribution.',
      409,
    );
  if (others.length >= DISTRIBUTIONS_MAX)
    fail(
      'TooManyDistributions',
      'Processing your request would cause you to exceed the maximum number of distributions allowed.',
    );
  const { random, account } = store.deps;
  const id = `E${upperId(random, 13)}`;
  const arn = `arn:aws:cloudfront::${account}:distribution/${id}`;
  const record = store.putDistribution({
    id,
    arn,
    domainName: `d${lowerId(random, 13)}.cloudfront.net`,
    config,
    signingKey: signingKeyFor(arn, account),
    tags: withTags({}, tags),
  });
  return {
    Distribution: shape(store, record),
    ETag: record.etag,
    Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`,
  };
}

function shape(store: CloudFrontStore, record: DistributionRecord): Distribution {
  return distributionShape(record, store.status(record));
}

/**
 * What the edge signs with on behalf of this distribution: stores admit it as the service, for this
 * source ARN.
 */
function signingKeyFor(arn: string, account: string): SigningKey {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    principal: {
      kind: 'service',
      service: 'cloudfront.amazonaws.com',
      sourceArn: arn,
      sourceAccount: account,
    },
  };
}
