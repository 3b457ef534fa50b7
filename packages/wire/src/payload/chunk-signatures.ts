import { createHash, type Hash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { EMPTY_SHA256, hmac, scopeText, sha256 } from '../signature/canonical.ts';
import { sameText, type ChunkKey } from '../signature/verify.ts';

/**
 * The chain of signatures over a body's chunks: each is made over the one before, the first over
 * the request's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class ChunkSignatures {
  readonly #key: ChunkKey;
  #previous: string;
  #hash: Hash = createHash('sha256');

  constructor(key: ChunkKey) {
    this.#key = key;
    this.#previous = key.seed;
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  endChunk(signature: string): void {
    const hash = this.#hash.digest('hex');
    this.#hash = createHash('sha256');
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${hash}`, signature);
  }

  /** `trailer` is its lines as signed: `name:value\n` each. */
  endTrailer(trailer: string, signature: string): void {
    this.#check('AWS4-HMAC-SHA256-TRAILER', sha256(trailer), signature);
  }

  #check(algorithm: string, hashes: string, signature: string): void {
    const { key, timestamp, scope } = this.#key;
    const text = [algorithm, timestamp, scopeText(scope), this.#previous, hashes].join('\n');
    const expected = hmac(key, text).toString('hex');
    if (!sameText(expected, signature))
      throw new AwsError({
        code: 'SignatureDoesNotMatch',
        message:
          'The request signature we calculated does not match the signature you provided. ' +
          'Check your key and signing method.',
        status: 403,
      });
    this.#previous = expected;
  }
}
