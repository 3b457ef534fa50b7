import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { CertificateMaterial } from '@understudy/contract';
import { errorText } from '@understudy/contract';

/**
 * A listener's certificates, ready for handshakes: the first is the default, the others by name.
 */
export class Certificates {
  readonly #byName = new Map<string, SecureContext>();
  readonly fallbackOptions: SecureContextOptions;
  readonly #fallback: SecureContext;

  private constructor(certificates: readonly [CertificateMaterial, ...CertificateMaterial[]]) {
    const [first, ...others] = certificates;
    this.fallbackOptions = optionsOf(first);
    this.#fallback = createSecureContext(this.fallbackOptions);
    this.#add(first, this.#fallback);
    for (const certificate of others)
      this.#add(certificate, createSecureContext(optionsOf(certificate)));
  }

  /** A sentence when they cannot be used. */
  static load(certificates: readonly CertificateMaterial[]): Certificates | string {
    const [first, ...others] = certificates;
    if (!first) return 'it has no certificate';
    try {
      return new Certificates([first, ...others]);
    } catch (thrown) {
      return `a certificate cannot be used: ${errorText(thrown)}`;
    }
  }

  /**
   * By the name that the client asks for, exact before wildcard; the default for any other
   * (docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html).
   */
  choose(serverName: string): SecureContext {
    const name = serverName.toLowerCase();
    const parent = name.slice(name.indexOf('.') + 1);
    return this.#byName.get(name) ?? this.#byName.get(`*.${parent}`) ?? this.#fallback;
  }

  #add(certificate: CertificateMaterial, context: SecureContext): void {
    for (const domainName of certificate.domainNames) {
      const name = domainName.toLowerCase();
      if (!this.#byName.has(name)) this.#byName.set(name, context);
    }
  }
}

function optionsOf(certificate: CertificateMaterial): SecureContextOptions {
  return {
    cert: certificate.certificateChainPem,
    key: certificate.privateKeyPem,
    minVersion: 'TLSv1.2',
  };
}
