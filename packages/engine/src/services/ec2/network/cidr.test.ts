import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatCidr, knownCidr, overlaps, parseCidr } from './cidr.ts';

const cidrs = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, prefix]) => `${a}.${b}.${c}.${d}/${prefix}`);

describe('IPv4 blocks', () => {
  it('are read as written once their host bits are cleared', () => {
    fc.assert(
      fc.property(cidrs, (text) => {
        const canonical = formatCidr(knownCidr(text));
        expect(formatCidr(knownCidr(canonical))).toBe(canonical);
        expect(overlaps(knownCidr(text), knownCidr(canonical))).toBe(true);
      }),
    );
  });

  it('either contain one another or do not overlap', () => {
    fc.assert(
      fc.property(cidrs, cidrs, (one, other) => {
        const [a, b] = [knownCidr(one), knownCidr(other)];
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/16', 'x', '::/0', ''])(
    'rejects %j',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );
});
