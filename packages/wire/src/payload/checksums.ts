import { createHash, type Hash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { Crc32, Crc32c, Crc64Nvme, type Checksum } from './crc.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';

export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = [
  'crc32',
  'crc32c',
  'crc64nvme',
  'sha1',
  'sha256',
];

export function createChecksum(algorithm: ChecksumAlgorithm): Checksum {
  switch (algorithm) {
    case 'crc32':
      return new Crc32();
    case 'crc32c':
      return new Crc32c();
    case 'crc64nvme':
      return new Crc64Nvme();
    case 'sha1':
    case 'sha256':
      return new HashChecksum(algorithm);
  }
}

class HashChecksum implements Checksum {
  readonly #hash: Hash;

  constructor(algorithm: 'sha1' | 'sha256') {
    this.#hash = createHash(algorithm);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): string {
    return this.#hash.digest('base64');
  }
}

const HEADER_PREFIX = 'x-amz-checksum-';

/** Headers that begin alike and are no checksums. */
const NO_CHECKSUMS = new Set(['algorithm', 'type', 'mode']);

/** The checksums among headers or trailers, with the values that they should have. */
export function declaredChecksums(
  headers: Readonly<Record<string, string | undefined>>,
): Map<ChecksumAlgorithm, string> {
  const declared = new Map<ChecksumAlgorithm, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(HEADER_PREFIX) || value === undefined) continue;
    const suffix = name.slice(HEADER_PREFIX.length);
    if (!NO_CHECKSUMS.has(suffix)) declared.set(algorithmOfHeader(name), value);
  }
  return declared;
}

/** Refuses a checksum that is not checked here, rather than storing what nobody verified. */
export function algorithmOfHeader(name: string): ChecksumAlgorithm {
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => name === HEADER_PREFIX + algorithm);
  if (found !== undefined) return found;
  throw new AwsError({
    code: 'NotImplemented',
    message: 'A header you provided implies functionality that is not implemented.',
    status: 501,
    detail: { Header: name },
  });
}

export function checkDigest(
  algorithm: ChecksumAlgorithm,
  expected: string,
  calculated: string,
): void {
  if (Buffer.from(expected, 'base64').length !== Buffer.from(calculated, 'base64').length)
    throw new AwsError({
      code: 'InvalidRequest',
      message: `Value for ${HEADER_PREFIX}${algorithm} header is invalid.`,
    });
  const name = algorithm.toUpperCase();
  if (expected !== calculated)
    throw new AwsError({
      code: 'BadDigest',
      message: `The ${name} you specified did not match the calculated checksum.`,
    });
}
