import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameToWire } from './names.ts';
import { serviceBinding } from './service-binding.ts';

const hexOf = (value: string): string => serviceBinding(value).toString('hex');

/** RFC 9460 appendix D: what the text is on the wire. */
describe('the test vectors of RFC 9460', () => {
  const com = nameToWire('foo.example.com').toString('hex');
  const org = nameToWire('foo.example.org').toString('hex');
  test.each([
    ['0 foo.example.com.', `0000${com}`],
    ['1 .', '000100'],
    ['16 foo.example.com. port=53', `0010${com}000300020035`],
    ['1 foo.example.com. key667=hello', `0001${com}029b000568656c6c6f`],
    ['1 foo.example.com. key667="hello\\210qoo"', `0001${com}029b000968656c6c6fd2716f6f`],
    [
      '1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"',
      `0001${com}0006002020010db800000000000000000000000120010db8000000000000000000530001`,
    ],
    [
      '1 foo.example.com. ipv6hint="2001:db8:122:344::192.0.2.33"',
      `0001${com}0006001020010db80122034400000000c0000221`,
    ],
    [
      '16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1',
      `0010${org}0000000400010004000100090268320568332d313900040004c0000201`,
    ],
    [
      '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
      `0010${org}0001000c08665c6f6f2c626172026832`,
    ],
    [
      '16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2',
      `0010${org}0001000c08665c6f6f2c626172026832`,
    ],
  ])('%s', (value, expected) => {
    expect(hexOf(value)).toBe(expected);
  });

  test.each([
    ['1 foo.example.com. key123=abc key123=def', 'the same parameter twice'],
    ['1 foo.example.com. mandatory', 'without a value'],
    ['1 foo.example.com. alpn', 'not protocols'],
    ['1 foo.example.com. port', 'not a number'],
    ['1 foo.example.com. ipv4hint', 'without a value'],
    ['1 foo.example.com. ipv6hint', 'without a value'],
    ['1 foo.example.com. no-default-alpn=abc alpn=h2', 'has no value'],
    ['1 foo.example.com. mandatory=key123', 'is not there'],
    ['1 foo.example.com. mandatory=mandatory', "'mandatory' itself"],
    ['1 foo.example.com. mandatory=key123,key123 key123=abc', 'twice'],
    ['1 foo.example.com. no-default-alpn', 'without alpn'],
    ['1 foo.example.com. ALPN=h2', 'not a parameter'],
    ['1 foo.example.com. key65535=x', 'not a parameter'],
    ['1 foo.example.com. key03=x', 'not a parameter'],
    ['1 foo.example.com. alpn="h2', 'not in pairs'],
    ['1 foo.example.com. alpn=h2,,h3', 'not protocols'],
    ['1 foo.example.com. ech=%%%', 'not base64'],
    ['1 foo.example.com. key667=\\256', 'not a number'],
    ['65536 .', 'not a number'],
    ['1', 'expected a priority and a target'],
  ])('rejects %s', (value, reason) => {
    expect(() => serviceBinding(value)).toThrow(reason);
  });
});

/** Reads the parameters back by the definition of the wire form. */
function paramsOf(data: Buffer): [key: number, value: Buffer][] {
  const params: [number, Buffer][] = [];
  // After the priority and the root as target.
  for (let at = 3; at < data.length;) {
    const end = at + 4 + data.readUInt16BE(at + 2);
    params.push([data.readUInt16BE(at), data.subarray(at + 4, end)]);
    at = end;
  }
  return params;
}

/** Every byte as its decimal escape, or as itself where it may stand so. */
function escaped(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) =>
      byte > 0x22 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\${String(byte).padStart(3, '0')}`,
    )
    .join('');
}

test('any parameters in any order come out in the order of their keys, as they went in', () => {
  const params = fc.uniqueArray(fc.tuple(fc.integer({ min: 9, max: 65_534 }), fc.uint8Array()), {
    selector: ([key]) => key,
    maxLength: 6,
  });
  fc.assert(
    fc.property(params, fc.boolean(), (given, quoted) => {
      const texts = given.map(([key, bytes]) => {
        const text = escaped(bytes);
        return `key${key}=${quoted ? `"${text}"` : text}`;
      });
      const read = paramsOf(serviceBinding(['1 .', ...texts].join(' ')));
      const expected = given
        .toSorted(([one], [other]) => one - other)
        .map(([key, bytes]) => [key, Buffer.from(bytes)]);
      expect(read).toEqual(expected);
    }),
  );
});

test('any protocols come out as they went in', () => {
  const name = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
      // Two layers of escapes: the list's own commas and backslashes, then the string's.
      const list = names.map((bytes) =>
        Buffer.concat(
          [...bytes].map((byte) =>
            Buffer.from([0x2c, 0x5c].includes(byte) ? [0x5c, byte] : [byte]),
          ),
        ),
      );
      const value = list.map(escaped).join(',');
      const [[, data] = [0, Buffer.alloc(0)]] = paramsOf(serviceBinding(`1 . alpn="${value}"`));
      const expected = names.map((bytes) => Buffer.from([bytes.length, ...bytes]));
      expect(data).toEqual(Buffer.concat(expected));
    }),
  );
});

test('never throws anything but an Error, and never hangs, on any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        serviceBinding(`1 . ${text}`);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Error);
      }
    }),
  );
});
