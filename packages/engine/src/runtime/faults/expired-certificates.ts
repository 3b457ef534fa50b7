import type {
  BalancerConfig,
  CertificateMaterial,
  Distribution,
  FaultOf,
  InjectedFault,
} from '@understudy/contract';
import type { CertificateAuthority } from '../../services/acm/authority.ts';

export interface ExpiredCertificatesOptions {
  authority: Pick<CertificateAuthority, 'issueExpired'>;
  /** Those that distributions and load balancers serve. */
  inUse(): CertificateMaterial[];
  faults(): readonly InjectedFault[];
}

/** What is served in place of certificates that a fault has expire: the same names, and over. */
export class ExpiredCertificates {
  readonly #options: ExpiredCertificatesOptions;
  /** By the ARN of the one that is good. */
  readonly #expired = new Map<string, CertificateMaterial>();

  constructor(options: ExpiredCertificatesOptions) {
    this.#options = options;
  }

  /** Issues what the fault needs: documents are compiled without waiting for anything. */
  async prepare(fault: InjectedFault): Promise<void> {
    if (fault.subject !== 'certificate') return;
    for (const { arn, domainNames } of this.#options.inUse())
      if (isFor(fault, domainNames) && !this.#expired.has(arn))
        this.#expired.set(arn, await this.#options.authority.issueExpired(domainNames, arn));
  }

  distributions(all: Distribution[]): Distribution[] {
    return all.map((distribution) =>
      distribution.certificate === undefined
        ? distribution
        : { ...distribution, certificate: this.#shown(distribution.certificate) },
    );
  }

  balancer(config: BalancerConfig): BalancerConfig {
    const loadBalancers = config.loadBalancers.map((loadBalancer) => ({
      ...loadBalancer,
      listeners: loadBalancer.listeners.map((listener) => ({
        ...listener,
        certificates: listener.certificates.map((material) => this.#shown(material)),
      })),
    }));
    return { ...config, loadBalancers };
  }

  #shown(material: CertificateMaterial): CertificateMaterial {
    const isExpired = this.#options
      .faults()
      .some((fault) => fault.subject === 'certificate' && isFor(fault, material.domainNames));
    return isExpired ? (this.#expired.get(material.arn) ?? material) : material;
  }
}

/**
 * A wildcard covers one label:
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
 */
export function isFor(
  { domain }: Pick<FaultOf<'certificate'>, 'domain'>,
  domainNames: readonly string[],
): boolean {
  const wildcard = `*.${domain.slice(domain.indexOf('.') + 1)}`;
  return domainNames.some((name) => name === domain || name === wildcard);
}
