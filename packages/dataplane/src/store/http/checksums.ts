import { AwsError } from '@understudy/wire';
import { invalidRequest } from '../errors.ts';
import { CHECKSUM_ALGORITHMS, type Checksum, type ChecksumAlgorithm } from '../model.ts';

export interface ChecksumMembers {
  ChecksumCRC32?: string | undefined;
  ChecksumCRC32C?: string | undefined;
  ChecksumCRC64NVME?: string | undefined;
  ChecksumSHA1?: string | undefined;
  ChecksumSHA256?: string | undefined;
}

/** S3 adds this one to objects that come without any, since December 2024. */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = 'CRC64NVME';

/** How many bytes a checksum has. */
const LENGTHS: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

/** What the client says that a body's checksum is; at most one algorithm a request. */
export function givenChecksum(
  input: ChecksumMembers,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const given = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = input[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const [first] = given;
  if (first && Buffer.from(first.value, 'base64').length !== LENGTHS[first.algorithm])
    throw invalidRequest(
      `Value for x-amz-checksum-${first.algorithm.toLowerCase()} header is invalid.`,
    );
  return first;
}

export function parseAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined)
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: ' +
        '[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  return found;
}

/** The algorithm of the trailer that will follow an aws-chunked body. */
export function trailerAlgorithm(
  headers: Record<string, string | undefined>,
): ChecksumAlgorithm | undefined {
  const name = /x-amz-checksum-([a-z0-9]+)/i.exec(headers['x-amz-trailer'] ?? '')?.[1];
  return parseAlgorithm(name);
}

export function checkChecksum(algorithm: ChecksumAlgorithm, given: string, found: string): void {
  if (given === found) return;
  throw new AwsError({
    code: 'BadDigest',
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  });
}

/** As members of an operation's output. */
export function checksumMembers(checksum: Checksum | undefined): ChecksumMembers & {
  ChecksumType?: 'FULL_OBJECT' | 'COMPOSITE';
} {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}
