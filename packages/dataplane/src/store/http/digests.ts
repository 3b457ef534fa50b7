import { createHash } from 'node:crypto';
import { createChecksum } from '@understudy/wire';
import type { ChecksumAlgorithm } from '../model.ts';

/** What is told of bytes as they pass. */
export interface ByteSink {
  update(chunk: Uint8Array): void;
}

/** One of S3's checksums, fed piece by piece. */
export class ChecksumDigest implements ByteSink {
  readonly #checksum: ReturnType<typeof createChecksum>;

  constructor(algorithm: ChecksumAlgorithm) {
    this.#checksum = createChecksum(lowerCase(algorithm));
  }

  update(chunk: Uint8Array): void {
    this.#checksum.update(chunk);
  }

  /** Base64. */
  finish(): string {
    return this.#checksum.digest();
  }
}

/**
 * For bytes that come from our own disk or from another region: nothing else has looked at them.
 */
export class BodyDigests implements ByteSink {
  readonly #md5 = createHash('md5');
  readonly #checksum: ChecksumDigest | undefined;

  constructor(algorithm: ChecksumAlgorithm | undefined) {
    this.#checksum = algorithm && new ChecksumDigest(algorithm);
  }

  update(chunk: Uint8Array): void {
    this.#md5.update(chunk);
    this.#checksum?.update(chunk);
  }

  /** `md5` in hexadecimal, as in an ETag; `checksum` in base64. */
  finish(): { md5: string; checksum: string } {
    return { md5: this.#md5.digest('hex'), checksum: this.#checksum?.finish() ?? '' };
  }
}

/** The wire names checksums as their headers do, the SDK's shapes in capitals. */
export function lowerCase(algorithm: ChecksumAlgorithm): Lowercase<ChecksumAlgorithm> {
  return algorithm.toLowerCase() as Lowercase<ChecksumAlgorithm>;
}
