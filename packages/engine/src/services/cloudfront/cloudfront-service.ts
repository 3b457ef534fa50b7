import type { Distribution, SigningKey } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import type { AcmService } from '../acm/acm-service.ts';
import { cachePolicyOperations } from './policies/cache-policies.ts';
import { checkQuantities } from './check-quantities.ts';
import { CloudFrontStore } from './cloudfront-store.ts';
import { distributionDocument } from './distributions/distribution-document.ts';
import { tagOperations } from './distributions/distribution-tags.ts';
import { distributionOperations } from './distributions/distributions.ts';
import { invalidationOperations } from './distributions/invalidations.ts';
import { originAccessControlOperations } from './origin-access-controls.ts';
import { originRequestPolicyOperations } from './policies/origin-request-policies.ts';
import { responseHeadersPolicyOperations } from './policies/response-headers-policies.ts';
import { certificateArn } from './distributions/viewer-certificate.ts';

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
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: CloudFrontStore;

  constructor(deps: ServiceDeps, acm: Pick<AcmService, 'certificateMaterial' | 'addUser'>) {
    this.#store = new CloudFrontStore(deps, (arn) =>
      acm.certificateMaterial(arn, CERTIFICATE_REGION),
    );
    this.operations = operationsOf(this.#store);
    acm.addUser((arn) => this.#usersOfCertificate(arn));
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-cloudfront');
  }

  /** Resolves when what was changed so far is in force at every edge location: Deployed. */
  settled(): Promise<void> {
    return this.#store.deps.dataPlane.settled();
  }

  /** What the edge serves. */
  distributions(): Distribution[] {
    const { distributions, references } = this.#store;
    return distributions.list().map((record) => distributionDocument(record, references));
  }

  /** What the stores admit as `cloudfront.amazonaws.com`, one a distribution. */
  signingKeys(): SigningKey[] {
    return this.#store.distributions.list().map((record) => record.signingKey);
  }

  /** ARNs of the distributions that use a certificate. */
  #usersOfCertificate(arn: string): string[] {
    return this.#store.distributions
      .list()
      .filter(({ config }) => certificateArn(config) === arn)
      .map((record) => record.arn);
  }
}

const OPERATIONS = mergeOperations(
  cachePolicyOperations,
  distributionOperations,
  invalidationOperations,
  originAccessControlOperations,
  originRequestPolicyOperations,
  responseHeadersPolicyOperations,
  tagOperations,
);

function operationsOf(store: CloudFrontStore) {
  return checked(bindOperations(store, OPERATIONS));
}

/** Lists are counted before anything is done with them. */
function checked<T extends Record<string, Operation>>(operations: T): T {
  const wrapped = Object.entries(operations).map(([name, operation]) => [
    name,
    (context: RequestContext, input: object): unknown => {
      checkQuantities(input);
      return operation(context, input as never);
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
