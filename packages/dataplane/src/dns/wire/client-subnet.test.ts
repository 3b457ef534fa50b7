import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeClientSubnet, parseClientSubnet } from './client-subnet.ts';

test.each([
  { bytes: [0, 1, 24, 0, 192, 0, 2], read: { family: 'IPv4', sourcePrefixBits: 24 } },
  { bytes: [0, 1, 0, 0], read: { family: 'IPv4', sourcePrefixBits: 0 } },
  { bytes: [0, 1, 23, 0, 192, 0, 2], read: { family: 'IPv4', sourcePrefixBits: 23 } },
  { bytes: [0, 2, 33, 0, 32, 1, 13, 184, 128], read: { family: 'IPv6', sourcePrefixBits: 33 } },
])('reads $bytes', ({ bytes, read }) => {
  expect(parseClientSubnet(Buffer.from(bytes))).toMatchObject(read);
});

test.each([
  { bytes: [0, 1, 24], why: 'no whole header' },
  { bytes: [0, 3, 24, 0, 192, 0, 2], why: 'a family that is not known' },
  { bytes: [0, 0, 0, 0], why: 'no family' },
  { bytes: [0, 1, 24, 0, 192, 0], why: 'too few bytes' },
  { bytes: [0, 1, 24, 0, 192, 0, 2, 0], why: 'too many bytes' },
  { bytes: [0, 1, 23, 0, 192, 0, 3], why: 'a bit beyond the prefix' },
  { bytes: [0, 1, 33, 0, 192, 0, 2, 1, 0], why: 'a prefix longer than an address' },
  { bytes: [0, 1, 24, 24, 192, 0, 2], why: 'a scope in a query' },
])('rejects $bytes: $why', ({ bytes }) => {
  expect(parseClientSubnet(Buffer.from(bytes))).toBeUndefined();
});

test('what is read goes back as it came, but for the scope', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 22 }), fc.constantFrom(1, 2), (noise, family) => {
      const bytes = Buffer.from([0, family, ...noise]);
      const read = parseClientSubnet(bytes);
      if (read === undefined) return;
      expect(encodeClientSubnet(read, 0)).toEqual(bytes);
      expect(encodeClientSubnet(read, 9).readUInt8(3)).toBe(9);
    }),
  );
});
