import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordSet } from '@understudy/contract';
import { characterStrings, valueProblems } from './record-values.ts';

describe('record values', () => {
  const good: [RecordSet['type'], string][] = [
    ['A', '192.0.2.1'],
    ['AAAA', '2001:db8::1'],
    ['CNAME', 'Example.org'],
    ['CNAME', '_x.y-z.example.org.'],
    ['MX', '10 mail.example.org.'],
    ['MX', '0 .'],
    ['SRV', '1 10 5269 xmpp.example.org.'],
    ['CAA', '0 issue "amazon.com"'],
    ['TXT', '"one" "two \\"quoted\\""'],
    ['TXT', '""'],
    ['NS', 'ns-1.awsdns-01.com.'],
    ['PTR', 'host.example.org'],
    ['SOA', 'ns-1.awsdns-01.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400'],
    ['SPF', '"v=spf1 -all"'],
    ['NAPTR', '100 50 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .'],
    ['DS', `12345 13 2 ${'ab'.repeat(32)}`],
    ['TLSA', `3 1 1 ${'ab'.repeat(32)}`],
    ['SSHFP', `4 2 ${'ab'.repeat(32)}`],
    ['SVCB', '0 svc.example.com.'],
    ['HTTPS', '1 . alpn="h3,h2" port=8443'],
  ];
  it.each(good)('takes %s %s', (type, value) => {
    expect(valueProblems(type, [value])).toEqual([]);
  });

  const bad: [RecordSet['type'], string, string][] = [
    ['A', '256.0.2.1', 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)'],
    ['A', '192.0.2.1 192.0.2.2', 'ARRDATANotSingleField (Value contains spaces)'],
    ['AAAA', '192.0.2.1', 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'],
    ['AAAA', 'fe80::1%eth0', 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'],
    ['CNAME', 'a..b', 'DomainLabelEmpty (Domain label is empty)'],
    ['CNAME', '.', 'DomainLabelEmpty (Domain label is empty)'],
    ['CNAME', `${'a'.repeat(64)}.org`, 'DomainLabelTooLong (Domain label is too long)'],
    ['MX', 'mail.example.org', "MXRRDATANotTwoFields (Record doesn't have 2 fields)"],
    ['MX', '65536 a.org', 'UnparseableNumber (Value is not a number between 0 and 65535)'],
    ['SRV', '1 2 3', "SRVRRDATANotFourFields (Record doesn't have 4 fields)"],
    ['CAA', '0 issue amazon.com', 'CAARRDATANotThreeFields'],
    ['CAA', '256 issue "amazon.com"', 'InvalidFlags'],
    ['SPF', 'bare', 'InvalidCharacterString'],
    ['NAPTR', '100 50 u "" "" .', 'InvalidRecordData (not text in double quotes'],
    ['DS', '12345 13 2 abcd', 'InvalidRecordData (expected 32 bytes, got 2'],
    ['TLSA', '3 1 x abcd', 'InvalidRecordData (not a number from 0 to 255'],
    ['SSHFP', '4 2 xy', 'InvalidRecordData (not bytes in hexadecimal'],
    ['SVCB', '0', 'InvalidRecordData (expected a priority and a target'],
    ['HTTPS', '1 . no-default-alpn', 'InvalidRecordData (no-default-alpn without alpn'],
    ['TXT', 'bare', 'InvalidCharacterString (Value should be enclosed in quotation marks)'],
    ['TXT', `"${'x'.repeat(256)}"`, 'CharacterStringTooLong (Value is too long)'],
  ];
  it.each(bad)('rejects %s %s', (type, value, code) => {
    const [problem] = valueProblems(type, [value]);
    expect(problem).toContain(`Invalid Resource Record: FATAL problem: ${code}`);
    expect(problem).toContain(`encountered with '${value}'`);
  });

  it('names a value that is there twice', () => {
    expect(valueProblems('A', ['192.0.2.1', '192.0.2.1'])).toEqual([
      "Duplicate Resource Record: '192.0.2.1'",
    ]);
  });

  it('splits any quoted strings as they were joined', () => {
    const plain = fc.stringMatching(/^[a-z0-9 ;=.,]{0,40}$/);
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 8 }), (strings) => {
        expect(characterStrings(strings.map((text) => `"${text}"`).join(' '))).toEqual(strings);
      }),
    );
  });

  it('never throws and never hangs on any text of any type', () => {
    const types = fc.constantFrom<RecordSet['type']>(
      'A',
      'AAAA',
      'CNAME',
      'TXT',
      'MX',
      'CAA',
      'SRV',
    );
    fc.assert(
      fc.property(types, fc.string(), (type, value) => {
        expect(Array.isArray(valueProblems(type, [value]))).toBe(true);
      }),
    );
  });
});
