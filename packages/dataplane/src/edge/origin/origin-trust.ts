import tls, { type PeerCertificate } from 'node:tls';
import type { Origin } from '@understudy/contract';

/** Of a request over TLS; node passes the context on, which its types do not say. */
type TlsOptions = Pick<
  tls.ConnectionOptions,
  'servername' | 'checkServerIdentity' | 'secureContext'
>;

/** Which origins are believed to be who they say. */
export class OriginTrust {
  readonly #rootsPem: () => string;
  #trusted: { rootsPem: string; secureContext: tls.SecureContext } | undefined;

  constructor(rootsPem: () => string) {
    this.#rootsPem = rootsPem;
  }

  /** The certificate must be good for the origin's name or for the Host that is forwarded. */
  optionsFor(origin: Origin, host: string): TlsOptions {
    const forwarded = host.replace(/:\d+$/, '');
    return {
      servername: forwarded,
      secureContext: this.#secureContext(),
      checkServerIdentity: (_name: string, certificate: PeerCertificate) => {
        const problems = [origin.domainName, forwarded].map((name) =>
          tls.checkServerIdentity(name, certificate),
        );
        return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
      },
    };
  }

  /**
   * Made when the roots change. Were they an option of each request, node would read them for each,
   * and tell kept connections apart by the whole text of them.
   */
  #secureContext(): tls.SecureContext {
    const rootsPem = this.#rootsPem();
    if (this.#trusted?.rootsPem !== rootsPem) {
      const ca = [...tls.rootCertificates, rootsPem];
      this.#trusted = { rootsPem, secureContext: tls.createSecureContext({ ca }) };
    }
    return this.#trusted.secureContext;
  }
}
