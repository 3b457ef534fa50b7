import { Readable } from 'node:stream';
import { AwsError } from '@understudy/wire';
import { entityTooLarge, type WrittenBody } from '../disk/bodies.ts';
import { PUT_BYTES_MAX } from '../bounds.ts';
import {
  DEFAULT_ALGORITHM,
  givenChecksum,
  parseAlgorithm,
  trailerAlgorithm,
  type ChecksumMembers,
} from './checksums.ts';
import type { Call } from '../core.ts';
import { ChecksumDigest, lowerCase } from './digests.ts';
import type { ChecksumAlgorithm } from '../model.ts';

export interface BodyInput extends ChecksumMembers {
  Body?: unknown;
  ChecksumAlgorithm?: string | undefined;
}

export interface ReceivedBody extends WrittenBody {
  /** Hexadecimal. */
  md5: string;
  /** The one that the object or part keeps. */
  checksum: { algorithm: ChecksumAlgorithm; value: string };
}

/**
 * Writes a request's body to the disk. The payload decoder holds it against every digest that came
 * with it, and fails the stream, so that a body that is wrong is never kept.
 */
export async function receiveBody(
  call: Call<BodyInput>,
  options: { algorithm?: ChecksumAlgorithm | undefined } = {},
): Promise<ReceivedBody> {
  const { input, caller, core } = call;
  const announced = announcedBytes(caller.headers);
  if (announced > PUT_BYTES_MAX) throw entityTooLarge(announced, PUT_BYTES_MAX);
  const verified = givenChecksum(input)?.algorithm ?? trailerAlgorithm(caller.headers);
  const wanted = parseAlgorithm(input.ChecksumAlgorithm) ?? options.algorithm ?? DEFAULT_ALGORITHM;
  const digest = verified ? undefined : new ChecksumDigest(wanted);
  const source = input.Body instanceof Readable ? input.Body : Readable.from([]);
  const written = await core.bodies.write(source, { bytesMax: PUT_BYTES_MAX, digests: digest });
  const algorithm = verified ?? wanted;
  const value = digest?.finish() ?? caller.payload.checksums.get(lowerCase(algorithm)) ?? '';
  return { ...written, md5: caller.payload.md5, checksum: { algorithm, value } };
}

/** S3 wants to know the length of what it is sent. */
function announcedBytes(headers: Record<string, string | undefined>): number {
  const length = headers['content-length'];
  if (length !== undefined && /^\d+$/.test(length)) return Number(length);
  // Neither length nor coding: there is no body, which makes an empty object.
  if (headers['transfer-encoding'] === undefined && length === undefined) return 0;
  throw new AwsError({
    code: 'MissingContentLength',
    message: 'You must provide the Content-Length HTTP header.',
    status: 411,
  });
}
