import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoreConfig, UnderstudyError } from '@understudy/contract';
import { answerEarly, keepAliveUnsaid, type ServiceCodec } from '@understudy/wire';
import type { Part } from '../part.ts';
import { REFUSED_BODY } from './bounds.ts';
import { s3Codec } from './http/codec.ts';
import { Listeners, type ListenPorts } from './listeners.ts';
import { asS3Error } from './store-problem.ts';

/**
 * In the store's place where its files are damaged: every request hears so. The rest of the region
 * needs no S3, and goes on without.
 */
export class UnusableStore implements Part<StoreConfig> {
  readonly #problem: UnderstudyError;
  readonly #codec: ServiceCodec = s3Codec();
  readonly #listeners: Listeners;

  constructor(ports: ListenPorts, problem: UnderstudyError) {
    this.#problem = problem;
    this.#listeners = new Listeners(ports, (message, response) => {
      this.#refuse(message, response).catch(() => response.destroy());
    });
  }

  /** The first of what it gives is why, with its code in front. */
  async apply({ address, certificate }: StoreConfig): Promise<string[]> {
    const { code, message } = this.#problem;
    return [`${code}: ${message}`, ...(await this.#listeners.listen(address, certificate))];
  }

  close(): Promise<void> {
    return this.#listeners.close();
  }

  explainReplication(): never {
    throw this.#problem;
  }

  explainAccess(): never {
    throw this.#problem;
  }

  async #refuse(message: IncomingMessage, response: ServerResponse): Promise<void> {
    keepAliveUnsaid(response);
    const answer = this.#codec.encodeError(asS3Error(this.#problem), {
      protocol: 'restXml',
      requestId: randomBytes(8).toString('hex').toUpperCase(),
      resource: message.url?.split('?', 1)[0] ?? '/',
      method: message.method ?? 'GET',
    });
    await answerEarly(message, response, { answer, bounds: REFUSED_BODY });
  }
}
