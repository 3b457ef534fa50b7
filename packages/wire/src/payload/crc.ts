import { crc32 } from 'node:zlib';

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
const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0);
  return value;
});

export class Crc32c implements Checksum {
  #value = 0xffffffff;

  update(bytes: Uint8Array): void {
    let value = this.#value;
    for (const byte of bytes) value = (value >>> 8) ^ (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0);
    this.#value = value;
  }

  digest(): string {
    return base64Of(~this.#value >>> 0);
  }
}

/**
 * NVM Express's polynomial, reflected (NVM Command Set Specification, 64b CRC); in two halves of
 * 32 bits.
 */
const [NVME_HIGH, NVME_LOW] = nvmeTables();

export class Crc64Nvme implements Checksum {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): void {
    let [high, low] = [this.#high, this.#low];
    for (const byte of bytes) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (NVME_LOW[index] ?? 0);
      high = (high >>> 8) ^ (NVME_HIGH[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): string {
    return base64Of(~this.#high >>> 0, ~this.#low >>> 0);
  }
}

function nvmeTables(): [high: Int32Array, low: Int32Array] {
  const high = new Int32Array(256);
  const low = new Int32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1)
      value = (value >> 1n) ^ (value & 1n ? 0x9a6c9329ac4bc9b5n : 0n);
    high[index] = Number(BigInt.asIntN(32, value >> 32n));
    low[index] = Number(BigInt.asIntN(32, value));
  }
  return [high, low];
}

function base64Of(...words: readonly number[]): string {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, index * 4);
  return bytes.toString('base64');
}
