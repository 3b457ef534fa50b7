import type {
  CreateDistributionRequest,
  CreateDistributionWithTagsRequest,
  CreateInvalidationRequest,
  DeleteDistributionRequest,
  GetDistributionConfigRequest,
  GetDistributionRequest,
  GetInvalidationRequest,
  ListDistributionsRequest,
  ListInvalidationsRequest,
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateDistributionRequest,
} from '@aws-sdk/client-cloudfront';
import type { Distribution, SigningKey } from '@understudy/contract';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import type { AcmService } from '../acm/acm-service.ts';
import { Distributions, type StoredDistribution } from './distributions.ts';
import { Invalidations } from './invalidations.ts';
import { type PolicyTables, policyTables } from './policies.ts';
import { policyOperations } from './policy-operations.ts';
import { behaviorsOf } from './unsupported.ts';

/** Viewer certificates are of this region only. */
const CERTIFICATE_REGION = 'us-east-1';

/** Distributions, what they refer to, and invalidations. */
export class CloudFrontService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'cloudfront',
    protocols: ['restXml'],
    xmlNamespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    bucketAddressing: false,
  };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly policies: PolicyTables;
  readonly distributionRecords: Distributions;
  readonly invalidations: Invalidations;
  readonly #deps: ServiceDeps;

  constructor(deps: ServiceDeps, acm: Pick<AcmService, 'certificateMaterial' | 'addUser'>) {
    this.#deps = deps;
    this.policies = policyTables(deps, (member, id) =>
      this.distributionRecords.list().some((record) => refersTo(record, member, id)),
    );
    const { policies } = this;
    this.distributionRecords = new Distributions(deps, {
      certificate: (arn) => acm.certificateMaterial(arn, CERTIFICATE_REGION),
      cachePolicy: (id) => policies.cachePolicies.find(id)?.config,
      originRequestPolicy: (id) => policies.originRequestPolicies.find(id)?.config,
      responseHeadersPolicy: (id) => policies.responseHeadersPolicies.find(id)?.config,
      originAccessControl: (id) => policies.originAccessControls.find(id)?.config,
    });
    this.invalidations = new Invalidations(deps, this.distributionRecords);
    acm.addUser((arn) => this.distributionRecords.usersOfCertificate(arn));
    this.operations = { ...this.#distributionOperations(), ...policyOperations(policies) };
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-cloudfront');
  }

  /** Resolves when what was changed so far is in force at every edge location: Deployed. */
  settled(): Promise<void> {
    return this.#deps.dataPlane.settled();
  }

  /** What the edge serves. */
  distributions(): Distribution[] {
    return this.distributionRecords.documents();
  }

  /** What the stores admit as `cloudfront.amazonaws.com`, one a distribution. */
  signingKeys(): SigningKey[] {
    return this.distributionRecords.list().map((record) => record.signingKey);
  }

  #distributionOperations(): Record<string, Operation> {
    const records = this.distributionRecords;
    const { invalidations } = this;
    return {
      CreateDistribution: (_: RequestContext, input: CreateDistributionRequest) =>
        records.create(input),
      CreateDistributionWithTags: (_: RequestContext, input: CreateDistributionWithTagsRequest) =>
        records.createWithTags(input),
      GetDistribution: (_: RequestContext, input: GetDistributionRequest) => records.get(input),
      GetDistributionConfig: (_: RequestContext, input: GetDistributionConfigRequest) =>
        records.getConfig(input),
      ListDistributions: (_: RequestContext, input: ListDistributionsRequest) =>
        records.listPage(input),
      UpdateDistribution: (_: RequestContext, input: UpdateDistributionRequest) =>
        records.update(input),
      DeleteDistribution: (_: RequestContext, input: DeleteDistributionRequest) =>
        records.delete(input),
      CreateInvalidation: (_: RequestContext, input: CreateInvalidationRequest) =>
        invalidations.create(input),
      GetInvalidation: (_: RequestContext, input: GetInvalidationRequest) =>
        invalidations.get(input),
      ListInvalidations: (_: RequestContext, input: ListInvalidationsRequest) =>
        invalidations.list(input),
      TagResource: (_: RequestContext, input: TagResourceRequest) => {
        const record = this.#byArn(input.Resource);
        const added = (input.Tags?.Items ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']);
        records.setTags(record.id, { ...record.tags, ...Object.fromEntries(added) });
      },
      UntagResource: (_: RequestContext, input: UntagResourceRequest) => {
        const record = this.#byArn(input.Resource);
        const gone = input.TagKeys?.Items ?? [];
        const kept = Object.entries(record.tags).filter(([key]) => !gone.includes(key));
        records.setTags(record.id, Object.fromEntries(kept));
      },
      ListTagsForResource: (_: RequestContext, input: ListTagsForResourceRequest) => ({
        Tags: {
          Items: Object.entries(this.#byArn(input.Resource).tags).map(([Key, Value]) => ({
            Key,
            Value,
          })),
        },
      }),
    };
  }

  #byArn(arn: string | undefined): StoredDistribution {
    const record = this.distributionRecords.list().find((candidate) => candidate.arn === arn);
    if (record !== undefined) return record;
    throw new AwsError({
      code: 'NoSuchResource',
      status: 404,
      message: 'A resource that was specified is not valid.',
    });
  }
}

function refersTo(
  { config }: StoredDistribution,
  member:
    'CachePolicyId' | 'OriginRequestPolicyId' | 'ResponseHeadersPolicyId' | 'OriginAccessControlId',
  id: string,
): boolean {
  if (member === 'OriginAccessControlId')
    return (config.Origins?.Items ?? []).some((origin) => origin.OriginAccessControlId === id);
  return behaviorsOf(config).some((behavior) => behavior[member] === id);
}
