import { array, assert, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Crc32, Crc32c, Crc64Nvme, type Checksum } from './crc.ts';

const KINDS = {
  crc32: { make: () => new Crc32(), bits: 32n, polynomial: 0xedb88320n },
  crc32c: { make: () => new Crc32c(), bits: 32n, polynomial: 0x82f63b78n },
  crc64nvme: { make: () => new Crc64Nvme(), bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const;
type Kind = keyof typeof KINDS;

/** A bit at a time, as the definition has it. */
function reference(kind: Kind, bytes: Uint8Array): string {
  const { bits, polynomial } = KINDS[kind];
  const ones = (1n << bits) - 1n;
  let value = ones;
  for (const byte of bytes) {
    value ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = (value >> 1n) ^ (value & 1n ? polynomial : 0n);
  }
  return (value ^ ones).toString(16).padStart(Number(bits / 4n), '0');
}

function hex(checksum: Checksum): string {
  return Buffer.from(checksum.digest(), 'base64').toString('hex');
}

function of(kind: Kind, ...pieces: readonly Uint8Array[]): string {
  const checksum = KINDS[kind].make();
  for (const piece of pieces) checksum.update(piece);
  return hex(checksum);
}

const sequence = (length: number, byteAt: (index: number) => number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => byteAt(index));

describe('published values', () => {
  // https://reveng.sourceforge.io/crc-catalogue/all.htm ("check")
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
  ] as const)('%s of 123456789', (kind, value) => {
    expect(of(kind, Buffer.from('123456789'))).toBe(value);
  });

  // https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4, whose bytes are the least significant
  // first.
  test.each([
    ['zeros', 'aa36918a', () => 0],
    ['ones', '43aba862', () => 0xff],
    ['incrementing', '4e79dd46', (index: number) => index],
    ['decrementing', '5cdb3f11', (index: number) => 31 - index],
  ])('crc32c of 32 bytes: %s', (_name, value, byteAt) => {
    const found = Buffer.from(of('crc32c', sequence(32, byteAt)), 'hex').reverse();
    expect(found.toString('hex')).toBe(value);
  });

  // NVM Command Set Specification, "64b CRC test cases".
  test.each([
    ['zeros', '6482d367eb22b64e', () => 0],
    ['ones', 'c0ddba7302eca3ac', () => 0xff],
    ['incrementing from 00h', '3e729f5f6750449c', (index: number) => index],
    ['decrementing from FFh', '9a2df64b8e9e517e', (index: number) => 0xff - index],
  ])('crc64nvme of 4 KiB: %s', (_name, value, byteAt) => {
    expect(of('crc64nvme', sequence(4096, byteAt))).toBe(value);
  });

  test.each(Object.keys(KINDS) as Kind[])('%s of nothing is zero', (kind) => {
    expect(of(kind)).toMatch(/^0+$/);
    expect(of(kind, new Uint8Array())).toBe(of(kind));
  });
});

describe.each(Object.keys(KINDS) as Kind[])('%s', (kind) => {
  test('of any bytes is that of a bit at a time, wherever they lie and however they are cut', () => {
    assert(
      property(
        uint8Array({ maxLength: 200 }),
        integer({ min: 0, max: 7 }),
        array(integer({ min: 0, max: 200 }), { maxLength: 4 }),
        (bytes, offset, cuts) => {
          // Words are read where they may begin: the bytes before that one at a time.
          const moved = new Uint8Array(offset + bytes.length).subarray(offset);
          moved.set(bytes);
          const ends = [...cuts, bytes.length].sort((a, b) => a - b);
          const pieces = ends.map((end, index) => moved.subarray(ends[index - 1] ?? 0, end));
          expect(of(kind, ...pieces)).toBe(reference(kind, bytes));
        },
      ),
      { numRuns: 300 },
    );
  });
});
