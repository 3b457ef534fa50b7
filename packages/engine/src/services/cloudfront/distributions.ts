import { randomBytes } from 'node:crypto';
import type {
  CreateDistributionRequest,
  CreateDistributionResult,
  CreateDistributionWithTagsRequest,
  DeleteDistributionRequest,
  Distribution as DistributionShape,
  DistributionConfig,
  GetDistributionConfigRequest,
  GetDistributionConfigResult,
  GetDistributionRequest,
  GetDistributionResult,
  ListDistributionsRequest,
  ListDistributionsResult,
  UpdateDistributionRequest,
  UpdateDistributionResult,
} from '@aws-sdk/client-cloudfront';
import type { Distribution, SigningKey } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { lowerId, upperId } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state-store.ts';
import { distributionDocument, type References } from './distribution-document.ts';
import { checkDistribution } from './distribution-policy.ts';
import { distributionShape, summaryShape, withDefaults } from './distribution-shape.ts';
import { checkIfMatch, notFound } from './errors.ts';
import { certificateArn } from './viewer-certificate.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const DISTRIBUTIONS_MAX = 500;
const PAGE_ITEMS_MAX = 100;

export interface StoredDistribution {
  id: string;
  arn: string;
  domainName: string;
  etag: string;
  modifiedMs: number;
  config: DistributionConfig;
  signingKey: SigningKey;
  tags: Record<string, string>;
}

/** Distributions as records; the edge serves them. */
export class Distributions {
  readonly #deps: ServiceDeps;
  readonly #references: References;
  readonly #table: Table<StoredDistribution>;
  /** Not yet in force at every edge location. Only of this run, as with Route 53's changes. */
  readonly #deploying = new Map<string, string>();

  constructor(deps: ServiceDeps, references: References) {
    this.#deps = deps;
    this.#references = references;
    this.#table = deps.state.table('cloudfront/distributions');
  }

  create(input: CreateDistributionRequest): CreateDistributionResult {
    const config = withDefaults(input.DistributionConfig);
    const others = this.list();
    checkDistribution(config, others, this.#references);
    if (others.some((other) => other.config.CallerReference === config.CallerReference))
      throw new AwsError({
        code: 'DistributionAlreadyExists',
        status: 409,
        message:
          'The caller reference that you are using to create a distribution is associated with another distribution.',
      });
    if (others.length >= DISTRIBUTIONS_MAX)
      throw new AwsError({
        code: 'TooManyDistributions',
        message:
          'Processing your request would cause you to exceed the maximum number of distributions allowed.',
      });
    const { random, account } = this.#deps;
    const id = `E${upperId(random, 13)}`;
    const arn = `arn:aws:cloudfront::${account}:distribution/${id}`;
    const record = this.#put({
      id,
      arn,
      domainName: `d${lowerId(random, 13)}.cloudfront.net`,
      config,
      signingKey: signingKeyFor(arn, account),
      tags: {},
    });
    return {
      Distribution: this.shape(record),
      ETag: record.etag,
      Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}`,
    };
  }

  createWithTags(input: CreateDistributionWithTagsRequest): CreateDistributionResult {
    const config = input.DistributionConfigWithTags;
    const result = this.create({ DistributionConfig: config?.DistributionConfig });
    const record = this.find(result.Distribution?.Id);
    const tags = (config?.Tags?.Items ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']);
    this.setTags(record.id, Object.fromEntries(tags) as Record<string, string>);
    return result;
  }

  get(input: GetDistributionRequest): GetDistributionResult {
    const record = this.find(input.Id);
    return { Distribution: this.shape(record), ETag: record.etag };
  }

  getConfig(input: GetDistributionConfigRequest): GetDistributionConfigResult {
    const record = this.find(input.Id);
    return { DistributionConfig: record.config, ETag: record.etag };
  }

  listPage(input: ListDistributionsRequest): ListDistributionsResult {
    const all = this.list().filter(({ id }) => id > (input.Marker ?? ''));
    const size = Math.min(Number(input.MaxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
    const page = all.slice(0, size);
    const truncated = all.length > size;
    return {
      DistributionList: {
        Marker: input.Marker ?? '',
        MaxItems: size,
        IsTruncated: truncated,
        ...(truncated ? { NextMarker: page.at(-1)?.id } : {}),
        Quantity: page.length,
        Items: page.map((record) => summaryShape(record, this.status(record))),
      },
    };
  }

  update(input: UpdateDistributionRequest): UpdateDistributionResult {
    const before = this.find(input.Id);
    checkIfMatch(input.IfMatch, before.etag);
    const config = withDefaults(input.DistributionConfig);
    if (config.CallerReference !== before.config.CallerReference)
      throw new AwsError({
        code: 'IllegalUpdate',
        message: 'The update contains modifications that are not allowed: CallerReference.',
      });
    const others = this.list().filter((other) => other.id !== before.id);
    checkDistribution(config, others, this.#references);
    const record = this.#put({ ...before, config });
    return { Distribution: this.shape(record), ETag: record.etag };
  }

  delete(input: DeleteDistributionRequest): void {
    const record = this.find(input.Id);
    checkIfMatch(input.IfMatch, record.etag);
    if (record.config.Enabled === true)
      throw new AwsError({
        code: 'DistributionNotDisabled',
        status: 409,
        message: 'The distribution you are trying to delete has not been disabled.',
      });
    this.#table.delete(record.id);
    this.#deps.dataPlane.changed();
  }

  setTags(id: string, tags: Record<string, string>): void {
    const record = this.find(id);
    this.#table.put(record.id, { ...record, tags });
  }

  list(): StoredDistribution[] {
    return this.#table.list();
  }

  find(id: string | undefined): StoredDistribution {
    const record = this.#table.get(id ?? '');
    if (record === undefined) throw notFound('NoSuchDistribution', 'distribution');
    return record;
  }

  documents(): Distribution[] {
    return this.list().map((record) => distributionDocument(record, this.#references));
  }

  /** ARNs of the distributions that use a certificate. */
  usersOfCertificate(arn: string): string[] {
    return this.list()
      .filter(({ config }) => certificateArn(config) === arn)
      .map((record) => record.arn);
  }

  shape(record: StoredDistribution): DistributionShape {
    return distributionShape(record, this.status(record));
  }

  status(record: StoredDistribution): 'InProgress' | 'Deployed' {
    return this.#deploying.get(record.id) === record.etag ? 'InProgress' : 'Deployed';
  }

  #put(record: Omit<StoredDistribution, 'etag' | 'modifiedMs'>): StoredDistribution {
    const { random, clock, dataPlane } = this.#deps;
    const etag = `E${upperId(random, 13)}`;
    const stored = { ...record, etag, modifiedMs: clock.nowMs() };
    this.#table.put(stored.id, stored);
    dataPlane.changed();
    this.#deploying.set(stored.id, etag);
    // An edge that cannot settle leaves the distribution InProgress, which is the truth about it.
    dataPlane.settled().then(
      () => {
        if (this.#deploying.get(stored.id) === etag) this.#deploying.delete(stored.id);
      },
      () => undefined,
    );
    return stored;
  }
}

/** What the edge signs with on behalf of this distribution: stores admit it as the service, for this source ARN. */
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
