import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../aws-error.ts';
import type { ChunkKey } from '../signature/verify.ts';
import {
  algorithmOfHeader,
  checkDigest,
  createChecksum,
  declaredChecksums,
  type ChecksumAlgorithm,
} from './checksums.ts';
import type { Checksum } from './crc.ts';
import { ChunkSignatures } from './chunk-signatures.ts';
import { ChunkedReader, incompleteBody, malformedTrailer } from './chunked-reader.ts';
import { payloadEncoding, type PayloadEncoding } from './encoding.ts';

export interface PayloadOptions {
  headers: Readonly<Record<string, string | undefined>>;
  /** From `verifySignature`. Without it the signatures of chunks are not checked. */
  chunkKey?: ChunkKey | undefined;
  /** Computed besides those that the request declares. */
  compute?: readonly ChecksumAlgorithm[];
  /**
   * False where `x-amz-checksum-*` headers speak of something other than this body
   * (CompleteMultipartUpload).
   */
  headerChecksums?: boolean;
  /** Called when the first byte is asked for; until then nothing of the body is read. */
  begin?: () => void;
}

/**
 * The bytes of a request's body, with the framing of `aws-chunked` taken off and everything that
 * vouches for them verified: hash, chunk signatures, checksums, MD5, length. It fails with an
 * `AwsError`, at the latest after the last byte: what it gave before is not to be believed until
 * it has ended.
 */
export class PayloadDecoder extends Transform {
  readonly #encoding: PayloadEncoding;
  readonly #reader: ChunkedReader | undefined;
  readonly #signatures: ChunkSignatures | undefined;
  readonly #expected: Map<ChecksumAlgorithm, string>;
  readonly #running: ReadonlyMap<ChecksumAlgorithm, Checksum>;
  readonly #sha256: Hash | undefined;
  readonly #md5: Hash = createHash('md5');
  readonly #contentMd5: string | undefined;
  #begin: (() => void) | undefined;
  readonly #checksums = new Map<ChecksumAlgorithm, string>();
  #decodedBytes = 0;
  #md5Hex = '';

  constructor(options: PayloadOptions) {
    super();
    const { headers, chunkKey } = options;
    this.#begin = options.begin;
    const encoding = payloadEncoding(headers);
    this.#encoding = encoding;
    this.#expected = options.headerChecksums === false ? new Map() : declaredChecksums(headers);
    const trailer = encoding.kind === 'chunked' ? (encoding.trailer ?? []) : [];
    const algorithms = new Set([...this.#expected.keys(), ...trailer, ...(options.compute ?? [])]);
    this.#running = new Map([...algorithms].map((name) => [name, createChecksum(name)]));
    this.#sha256 = encoding.kind === 'hashed' ? createHash('sha256') : undefined;
    this.#contentMd5 = headers['content-md5'];
    if (encoding.kind === 'chunked') {
      this.#signatures = encoding.signed && chunkKey ? new ChunkSignatures(chunkKey) : undefined;
      this.#reader = new ChunkedReader({
        data: (bytes) => this.#accept(bytes),
        chunk: (signature) => this.#endChunk(signature),
      });
    }
  }

  /** Of the object, without framing. Final when the stream has ended. */
  get decodedBytes(): number {
    return this.#decodedBytes;
  }

  /** Hexadecimal, as in an ETag. Empty until the stream has ended. */
  get md5(): string {
    return this.#md5Hex;
  }

  /**
   * Base64. Those declared, all verified, and those asked for; empty until the stream has ended.
   */
  get checksums(): ReadonlyMap<ChecksumAlgorithm, string> {
    return this.#checksums;
  }

  /** The checksums that the request itself vouched for. */
  get declared(): readonly ChecksumAlgorithm[] {
    return [...this.#expected.keys()];
  }

  override _read(sizeBytes: number): void {
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.();
    super._read(sizeBytes);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      if (this.#reader === undefined) this.#accept(chunk);
      else this.#reader.push(chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.#reader !== undefined) this.#readTrailer(this.#reader.end());
      this.#verify();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #accept(bytes: Uint8Array): void {
    this.#decodedBytes += bytes.length;
    if (this.#encoding.kind === 'chunked' && this.#decodedBytes > this.#encoding.decodedBytes)
      throw incompleteBody();
    this.#md5.update(bytes);
    this.#sha256?.update(bytes);
    this.#signatures?.update(bytes);
    for (const checksum of this.#running.values()) checksum.update(bytes);
    this.push(bytes);
  }

  #endChunk(signature: string | undefined): void {
    if (this.#signatures === undefined) return;
    this.#signatures.endChunk(signature ?? '');
  }

  #readTrailer(lines: readonly string[]): void {
    if (this.#encoding.kind !== 'chunked') return;
    const promised = this.#encoding.trailer;
    const fields = lines.map(trailerField);
    const values = fields.filter(([name]) => name !== 'x-amz-trailer-signature');
    const signature = fields.find(([name]) => name === 'x-amz-trailer-signature')?.[1];
    if (promised === undefined && fields.length > 0) throw malformedTrailer();
    if (promised !== undefined && this.#signatures !== undefined) {
      const signed = values.map(([name, value]) => `${name}:${value}\n`).join('');
      this.#signatures.endTrailer(signed, signature ?? '');
    }
    for (const [name, value] of values) this.#expected.set(algorithmOfHeader(name), value);
    const missing = (promised ?? []).some((algorithm) => !this.#expected.has(algorithm));
    if (missing) throw malformedTrailer();
  }

  #verify(): void {
    if (this.#encoding.kind === 'chunked' && this.#decodedBytes !== this.#encoding.decodedBytes)
      throw incompleteBody();
    const md5 = this.#md5.digest();
    this.#md5Hex = md5.toString('hex');
    checkContentMd5(this.#contentMd5, md5.toString('base64'));
    for (const [algorithm, checksum] of this.#running)
      this.#checksums.set(algorithm, checksum.digest());
    if (this.#encoding.kind === 'hashed' && this.#sha256 !== undefined)
      checkSha256(this.#encoding.sha256, this.#sha256.digest('hex'));
    for (const [algorithm, expected] of this.#expected) {
      const calculated = this.#checksums.get(algorithm);
      // A trailer that was not promised was not computed either.
      if (calculated === undefined) throw malformedTrailer();
      checkDigest(algorithm, expected, calculated);
    }
  }
}

function trailerField(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon <= 0) throw malformedTrailer();
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function checkContentMd5(expected: string | undefined, calculated: string): void {
  if (expected === undefined) return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(expected))
    throw new AwsError({
      code: 'InvalidDigest',
      message: 'The Content-MD5 you specified was invalid.',
      detail: { 'Content-MD5': expected },
    });
  if (expected !== calculated)
    throw new AwsError({
      code: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
      detail: { ExpectedDigest: expected, CalculatedDigest: calculated },
    });
}

function checkSha256(expected: string, calculated: string): void {
  if (expected !== calculated)
    throw new AwsError({
      code: 'XAmzContentSHA256Mismatch',
      message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      detail: {
        ClientComputedContentSHA256: expected,
        S3ComputedContentSHA256: calculated,
      },
    });
}
