import packet, { type Answer } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, type DnsRecord } from '../record.ts';
import { TYPE } from './codes.ts';
import { canonicalWireName, nameToWire } from './names.ts';
import { readMessage } from './read-message.ts';
import { encodeValue } from './record-data.ts';
import { encodeResponse } from './response.ts';

function message(answers: Answer[]): Buffer {
  return packet.encode({
    type: 'response',
    flags: packet.AUTHORITATIVE_ANSWER | 3,
    questions: [{ type: 'A', name: 'www.Example.com' }],
    answers,
  });
}

test('reads sections, flags and names, and passes OPT over', () => {
  const read = readMessage(
    message([{ type: 'A', name: 'www.example.com', ttl: 9, data: '127.0.0.1' }]),
  );
  expect(read).toEqual({
    rcode: 3,
    authoritative: true,
    answers: [
      { name: 'www.example.com', type: TYPE.A, ttlSeconds: 9, data: Buffer.from([127, 0, 0, 1]) },
    ],
    authorities: [],
    additionals: [],
  });
});

test('names in data come uncompressed where they may be compressed', () => {
  const bytes = Buffer.concat([
    message([]),
    // Owner: the question's name; NS, IN, TTL 1, 5 bytes: label `ns` and a pointer to
    // `Example.com`.
    Buffer.from('c00c000200010000000100 05026e73c010'.replace(' ', ''), 'hex'),
  ]);
  bytes.writeUInt16BE(1, 6);
  const [record] = readMessage(bytes).answers;
  expect(canonicalWireName(record?.data ?? Buffer.alloc(0))).toBe('ns.example.com');
});

test('a pointer that leads forwards or to itself ends', () => {
  const bytes = message([]);
  bytes.writeUInt16BE(0xc00c, 12);
  expect(() => readMessage(bytes)).toThrow(RangeError);
});

test('never anything but a message or a RangeError, whatever arrives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 90 }), (noise) => {
      try {
        readMessage(Buffer.from(noise));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test('what a server of ours writes, of any type, is read as it was', () => {
  const values = [
    ['MX', '10 mail.example.com'],
    ['SOA', 'ns.example.com. h\\056m.example.com. 1 2 3 4 5'],
    ['CNAME', '\\052.a\\040b.example.com'],
    ['SRV', '1 2 3 sip.example.com'],
    ['NAPTR', '1 2 "u" "x" "!a!\\377!" .'],
    ['SSHFP', '9 9 abcdef'],
    ['DS', '1 2 2 ' + 'ab'.repeat(32)],
    ['TLSA', '3 0 0 abcdef'],
    ['HTTPS', '1 . alpn="h2,h3" ipv4hint=127.0.0.1'],
    ['SVCB', '0 svc.example.com'],
    ['SPF', '"v=spf1 -all"'],
  ] as const;
  const answers = values.map(([type, value]): DnsRecord => ({
    name: 'x.example.com',
    type: TYPE[type],
    ttlSeconds: 60,
    data: encodeValue(type, value),
  }));
  const written = encodeResponse(answerOf(0, { answers }), {
    request: {
      id: 1,
      opcode: 0,
      recursionDesired: false,
      checkingDisabled: false,
      question: { name: 'x.example.com', type: TYPE.ANY },
      questionBytes: Buffer.concat([nameToWire('x.example.com'), Buffer.from([0, 255, 0, 1])]),
      edns: undefined,
    },
    transport: 'tcp',
    recursionAvailable: false,
    ttl: (seconds) => seconds,
  });
  expect(readMessage(written).answers).toEqual(answers);
});
