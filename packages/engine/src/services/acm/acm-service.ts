import type { CertificateMaterial } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Service, Stoppable } from '../../kernel/service.ts';
import { type AcmOptions, AcmStore } from './acm-store.ts';
import type { CertificateAuthority } from './authority.ts';
import { tagOperations } from './certificate-tags.ts';
import { certificateOperations } from './certificates.ts';
import { startValidation } from './issue.ts';

/** Certificates by DNS validation, really validated through the delegation and really issued. */
export class AcmService implements Service, Stoppable {
  readonly traits: ServiceTraits = {
    signingName: 'acm',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  /** Also issues the engine's own certificates. */
  readonly authority: CertificateAuthority;
  readonly #store: AcmStore;

  constructor(deps: ServiceDeps, options: AcmOptions) {
    this.#store = new AcmStore(deps, options);
    this.authority = options.authority;
    this.operations = operationsOf(this.#store);
    for (const certificate of this.#store.certificates.all())
      if (certificate.status === 'PENDING_VALIDATION') startValidation(this.#store, certificate);
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-acm');
  }

  /**
   * The certificate and its key, for whoever serves it; undefined unless it is ISSUED in that
   * region.
   */
  certificateMaterial(arn: string, region: string): CertificateMaterial | undefined {
    const certificate = this.#store.certificates.get(region, arn.split('/').at(-1) ?? '');
    if (certificate?.arn !== arn || certificate.status !== 'ISSUED') return undefined;
    return certificate.material;
  }

  /** `finder` tells the ARNs of what uses a certificate, which then cannot be deleted. */
  addUser(finder: (arn: string) => string[]): void {
    this.#store.addUser(finder);
  }

  /** Resolves when a certificate next changes, or is deleted. */
  changed(arn: string): Promise<void> {
    return this.#store.news.next(arn);
  }

  /** The DNS has changed: pending certificates are looked at now. */
  wake(): void {
    this.#store.validator.wake();
  }

  stop(): Promise<void> {
    return this.#store.validator.stop();
  }
}

const OPERATIONS = mergeOperations(certificateOperations, tagOperations);

function operationsOf(store: AcmStore) {
  return bindOperations(store, OPERATIONS);
}
