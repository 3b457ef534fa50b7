import { crc32 } from 'node:zlib';
import { foldWords, sliceTables } from './crc-tables.ts';

/** A checksum that is fed piece by piece. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  /** Base64 of its bytes in network order, as S3's headers have it. */
  digest(): string;
}

export class Crc32 implements Checksum {
  #value = 0;

  update(bytes: Uint8Array): void {
    this.#value = crc32(bytes, this.#value);
  }

  digest(): string {
    return base64Of(this.#value);
  }
}

/** Castagnoli's polynomial, reflected: RFC 3385. */
const CRC32C = sliceTables({ high: 0, low: 0x82f63b78 });
const CRC32C_FIRST = CRC32C.first.low;
const CRC32C_LAST = CRC32C.last.low;

export class Crc32c implements Checksum {
  #value = -1;

  update(bytes: Uint8Array): void {
    const { before, words, after } = piecesOf(bytes);
    const value = crc32cOfBytes(this.#value, before);
    this.#value = crc32cOfBytes(crc32cOfWords(value, words), after);
  }

  digest(): string {
    return base64Of(~this.#value >>> 0);
  }
}

function crc32cOfBytes(start: number, bytes: Uint8Array): number {
  let value = start;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC32C_LAST[(value ^ byte) & 0xff] ?? 0);
  return value;
}

function crc32cOfWords(start: number, words: Int32Array): number {
  let value = start;
  for (let index = 0; index < words.length; index += 4) {
    const a = value ^ (words[index] ?? 0);
    const b = words[index + 1] ?? 0;
    const c = words[index + 2] ?? 0;
    const d = words[index + 3] ?? 0;
    value = foldWords(CRC32C_FIRST, a, b) ^ foldWords(CRC32C_LAST, c, d);
  }
  return value;
}

/**
 * NVM Express's polynomial, reflected (NVM Command Set Specification, 64b CRC); in two halves of
 * 32 bits.
 */
const { first: FIRST, last: LAST } = sliceTables({ high: 0x9a6c9329, low: 0xac4bc9b5 });
const { high: HIGH, low: LOW } = LAST;
const { high: FIRST_HIGH, low: FIRST_LOW } = FIRST;

export class Crc64Nvme implements Checksum {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): void {
    const { before, words, after } = piecesOf(bytes);
    this.#addBytes(before);
    this.#addWords(words);
    this.#addBytes(after);
  }

  digest(): string {
    return base64Of(~this.#high >>> 0, ~this.#low >>> 0);
  }

  #addBytes(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (const byte of bytes) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[index] ?? 0);
      high = (high >>> 8) ^ (HIGH[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  #addWords(words: Int32Array): void {
    let high = this.#high;
    let low = this.#low;
    for (let index = 0; index < words.length; index += 4) {
      const a = low ^ (words[index] ?? 0);
      const b = high ^ (words[index + 1] ?? 0);
      const c = words[index + 2] ?? 0;
      const d = words[index + 3] ?? 0;
      low = foldWords(FIRST_LOW, a, b) ^ foldWords(LOW, c, d);
      high = foldWords(FIRST_HIGH, a, b) ^ foldWords(HIGH, c, d);
    }
    this.#high = high;
    this.#low = low;
  }
}

/** Of 16 bytes each are the words, which must begin where a word may. */
function piecesOf(bytes: Uint8Array): {
  before: Uint8Array;
  words: Int32Array;
  after: Uint8Array;
} {
  const { buffer, byteOffset, length } = bytes;
  const first = Math.min(-byteOffset & 3, length);
  const count = ((length - first) >>> 4) * 4;
  return {
    before: bytes.subarray(0, first),
    words: count === 0 ? new Int32Array() : new Int32Array(buffer, byteOffset + first, count),
    after: bytes.subarray(first + count * 4),
  };
}

function base64Of(...words: readonly number[]): string {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, index * 4);
  return bytes.toString('base64');
}
