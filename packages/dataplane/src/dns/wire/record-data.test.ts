import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import packet from 'dns-packet';
import { TYPE } from './codes.ts';
import { encodeValue } from './record-data.ts';
import type { RECORD_TYPES } from '@understudy/contract';

/** Reads wire data back with the independent codec. */
function decoded(type: (typeof RECORD_TYPES)[number], value: string): unknown {
  const data = encodeValue(type, value);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(TYPE[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8000, 2);
  header.writeUInt16BE(1, 6);
  const message = Buffer.concat([header, Buffer.from([0]), fixed, data]);
  const [answer] = packet.decode(message).answers ?? [];
  return answer?.type === 'OPT' ? undefined : answer?.data;
}

test.each([
  ['A', '192.0.2.1', '192.0.2.1'],
  ['AAAA', '2001:db8::1', '2001:db8::1'],
  ['CNAME', 'Target.Example.com.', 'target.example.com'],
  ['NS', 'ns-1.awsdns-00.com', 'ns-1.awsdns-00.com'],
  ['PTR', 'host.example.com.', 'host.example.com'],
  ['MX', '10 mail.example.com.', { preference: 10, exchange: 'mail.example.com' }],
  [
    'SRV',
    '1 20 5060 sip.example.com',
    { priority: 1, weight: 20, port: 5060, target: 'sip.example.com' },
  ],
  [
    'CAA',
    '128 issuewild "amazon.com; x=1"',
    { flags: 128, tag: 'issuewild', value: 'amazon.com; x=1', issuerCritical: true },
  ],
  [
    'SOA',
    'ns.example.com. hostmaster.example.com. 1 7200 900 1209600 86400',
    {
      mname: 'ns.example.com',
      rname: 'hostmaster.example.com',
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1209600,
      minimum: 86400,
    },
  ],
  ['SPF', '"v=spf1 -all"', Buffer.from('\x0bv=spf1 -all')],
  [
    'NAPTR',
    '100 50 "u" "E2U+sip" "!^(\\\\+441632960083)$!sip:\\\\1@example.com!" .',
    {
      order: 100,
      preference: 50,
      flags: 'u',
      services: 'E2U+sip',
      regexp: '!^(\\+441632960083)$!sip:\\1@example.com!',
      replacement: '.',
    },
  ],
  [
    'DS',
    '12345 13 1 123456789abcdef67890 123456789abcdef67890',
    {
      keyTag: 12345,
      algorithm: 13,
      digestType: 1,
      digest: Buffer.from('123456789abcdef67890123456789abcdef67890', 'hex'),
    },
  ],
  [
    'TLSA',
    `3 1 1 ${'AB'.repeat(32)}`,
    { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, 0xab) },
  ],
  ['SSHFP', `4 2 ${'AB'.repeat(32)}`, { algorithm: 4, hash: 2, fingerprint: 'AB'.repeat(32) }],
  ['AAAA', '::', '::'],
  ['AAAA', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['AAAA', '::ffff:192.0.2.1', '::ffff:c000:201'],
  ['TXT', '"one" "two \\"quoted\\" \\\\ \\101"', ['one', 'two "quoted" \\ A'].map(Buffer.from)],
] as const)('%s %s', (type, value, expected) => {
  expect(decoded(type, value)).toEqual(expected);
});

test.each([
  ['A', '300.1.1.1'],
  ['A', '2001:db8::1'],
  ['AAAA', '127.0.0.1'],
  ['MX', 'mail.example.com'],
  ['MX', '70000 mail.example.com'],
  ['SRV', '1 2 sip.example.com'],
  ['CAA', 'issue amazon.com'],
  ['TXT', 'not quoted'],
  ['TXT', `"${'x'.repeat(256)}"`],
  ['CNAME', 'a..b'],
  ['NAPTR', '100 50 "u" "E2U+sip" "!x!y!" example.com.'],
  ['NAPTR', '100 50 "?" "" "" example.com.'],
  ['NAPTR', '100 50 u "" "" example.com.'],
  ['DS', '12345 3 1'],
  ['DS', '12345 3 1 abcdef'],
  ['DS', '12345 3 9 abc'],
  ['TLSA', '3 1 1 00'],
  ['SSHFP', '256 1 0000000000000000000000000000000000000000'],
  ['SSHFP', '1 1 xyz'],
] as const)('rejects %s %s, quoting the value', (type, value) => {
  expect(() => encodeValue(type, value)).toThrow(/'.*'/);
});

test('any IPv6 address, however it is written, is the same to another codec', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      fc.pre(isIPv6(address));
      const [again] = [decoded('AAAA', address)].map((text) => decoded('AAAA', String(text)));
      expect(again).toBe(decoded('AAAA', address));
      expect(new URL(`http://[${address}]/`).hostname).toBe(
        new URL(`http://[${String(again)}]/`).hostname,
      );
    }),
  );
});

test('a name with escaped bytes is a value like any other', () => {
  expect(encodeValue('CNAME', '\\052.a\\040b.example.com')).toEqual(
    Buffer.from('\x01*\x03a b\x07example\x03com\x00', 'latin1'),
  );
});
