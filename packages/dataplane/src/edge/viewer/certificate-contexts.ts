import tls from 'node:tls';
import type { CertificateMaterial } from '@understudy/contract';

const CONTEXTS_MAX = 1_000;

/** TLS contexts by certificate, made once. */
export class CertificateContexts {
  readonly #certificateFor: (serverName: string) => CertificateMaterial;
  readonly #contexts = new Map<string, tls.SecureContext>();

  constructor(certificateFor: (serverName: string) => CertificateMaterial) {
    this.#certificateFor = certificateFor;
  }

  forget(): void {
    this.#contexts.clear();
  }

  choose(
    serverName: string,
    done: (error: Error | null, context?: tls.SecureContext) => void,
  ): void {
    try {
      done(null, this.#contextOf(this.#certificateFor(serverName)));
    } catch (error) {
      done(error as Error);
    }
  }

  #contextOf(material: CertificateMaterial): tls.SecureContext {
    // One certificate may take another's place under its ARN, and be as long.
    const key = material.certificateChainPem;
    const known = this.#contexts.get(key);
    if (known !== undefined) return known;
    if (this.#contexts.size >= CONTEXTS_MAX) this.#contexts.clear();
    const context = tls.createSecureContext({
      cert: material.certificateChainPem,
      key: material.privateKeyPem,
      minVersion: 'TLSv1.2',
    });
    this.#contexts.set(key, context);
    return context;
  }
}
