import packet from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, type DnsRecord } from '../record.ts';
import { RCODE, TYPE } from './codes.ts';
import { nameToWire } from './names.ts';
import { encodeA } from './addresses.ts';
import type { DnsRequest } from './request.ts';
import { encodeResponse } from './response.ts';

const plainLabel = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const plainName = fc.array(plainLabel, { minLength: 1, maxLength: 4 }).map((l) => l.join('.'));

function requestFor(name: string, edns?: DnsRequest['edns']): DnsRequest {
  const tail = Buffer.from([0, TYPE.A, 0, 1]);
  return {
    id: 99,
    opcode: 0,
    recursionDesired: true,
    checkingDisabled: false,
    question: { name, type: TYPE.A },
    questionBytes: Buffer.concat([nameToWire(name), tail]),
    edns,
  };
}

function record(name: string, address = '127.0.0.1'): DnsRecord {
  return { name, type: TYPE.A, ttlSeconds: 60, data: encodeA(address) };
}

const udp = { transport: 'udp' as const, recursionAvailable: false, ttl: (s: number) => s };

test('what is encoded, with all its compression, another codec reads the same', () => {
  fc.assert(
    fc.property(
      plainName,
      fc.array(fc.tuple(plainName, fc.constantFrom('answers', 'authorities', 'additionals')), {
        maxLength: 8,
      }),
      (name, entries) => {
        const parts = { answers: [], authorities: [], additionals: [] } as Record<
          string,
          DnsRecord[]
        >;
        for (const [owner, section] of entries) parts[section]?.push(record(`${owner}.${name}`));
        const options = { ...udp, transport: 'tcp' as const, request: requestFor(name) };
        const decoded = packet.decode(encodeResponse(answerOf(RCODE.NOERROR, parts), options));
        expect(decoded.questions).toEqual([{ name, type: 'A', class: 'IN' }]);
        for (const section of ['answers', 'authorities', 'additionals'] as const) {
          expect(decoded[section]?.map((one) => one.name)).toEqual(
            parts[section]?.map((one) => one.name),
          );
        }
      },
    ),
  );
});

test.each([
  { edns: undefined, bytesMax: 512 },
  { edns: { udpBytes: 100, dnssecOk: false }, bytesMax: 512 },
  { edns: { udpBytes: 1_232, dnssecOk: false }, bytesMax: 1_232 },
  { edns: { udpBytes: 65_535, dnssecOk: false }, bytesMax: 4_096 },
])('truncates whole record sets to $bytesMax bytes for $edns', ({ edns, bytesMax }) => {
  const request = requestFor('many.example.com', edns);
  const sizes = [5, 20, 40, 80, 200, 500];
  for (const size of sizes) {
    const answers = Array.from({ length: size }, () => record('many.example.com'));
    const bytes = encodeResponse(answerOf(RCODE.NOERROR, { answers }), { ...udp, request });
    const decoded = packet.decode(bytes);
    expect(bytes.length).toBeLessThanOrEqual(bytesMax);
    const whole = 12 + 22 + 16 * size + (edns ? 11 : 0) <= bytesMax;
    expect(decoded.flag_tc).toBe(!whole);
    expect(decoded.answers?.length).toBe(whole ? size : 0);
    const opt = decoded.additionals?.find((additional) => additional.type === 'OPT');
    expect(opt !== undefined).toBe(edns !== undefined);
  }
});

test('the OPT record carries the upper bits of BADVERS and copies the DO bit', () => {
  const request = requestFor('example.com', { udpBytes: 1_232, dnssecOk: true });
  const decoded = packet.decode(encodeResponse(answerOf(RCODE.BADVERS), { ...udp, request }));
  expect(decoded.additionals?.[0]).toMatchObject({ extendedRcode: 1, flag_do: true });
  expect((decoded.flags ?? 0) & 0xf).toBe(0);
});

test('the client subnet comes back, good for every client, and counts against the size', () => {
  const subnet = {
    family: 'IPv4' as const,
    sourcePrefixBits: 24,
    address: Buffer.from([192, 0, 2]),
  };
  const edns = { udpBytes: 512, dnssecOk: false, clientSubnet: subnet };
  const request = requestFor('many.example.com', edns);
  // 12 of header, 22 of question, 16 a record, 22 of OPT: 29 would fit without the option.
  const answers = Array.from({ length: 29 }, () => record('many.example.com'));
  const [fits, not] = [28, 29].map((count) =>
    packet.decode(
      encodeResponse(answerOf(RCODE.NOERROR, { answers: answers.slice(0, count) }), {
        ...udp,
        request,
      }),
    ),
  );
  const [opt] = fits?.additionals ?? [];
  const [option] = opt?.type === 'OPT' ? opt.options : [];
  expect(option).toMatchObject({
    code: 8,
    ip: '192.0.2.0',
    sourcePrefixLength: 24,
    scopePrefixLength: 0,
  });
  expect([fits?.flag_tc, not?.flag_tc]).toEqual([false, true]);
});

test('the client subnet comes back with how much of it the answer depends on', () => {
  const clientSubnet = {
    family: 'IPv4' as const,
    sourcePrefixBits: 24,
    address: Buffer.from([192, 0, 2]),
  };
  const request = requestFor('x.example.com', { udpBytes: 512, dnssecOk: false, clientSubnet });
  const answer = answerOf(RCODE.NOERROR, { scopePrefixBits: 24 });
  const [opt] = packet.decode(encodeResponse(answer, { ...udp, request })).additionals ?? [];
  const [option] = opt?.type === 'OPT' ? opt.options : [];
  expect(option).toMatchObject({ sourcePrefixLength: 24, scopePrefixLength: 24 });
});

test('an answer that no message can carry becomes SERVFAIL', () => {
  const answers = Array.from({ length: 5_000 }, () => record('many.example.com'));
  const request = requestFor('many.example.com');
  const bytes = encodeResponse(answerOf(RCODE.NOERROR, { answers }), {
    ...udp,
    transport: 'tcp',
    request,
  });
  expect(bytes.readUInt16BE(2) & 0xf).toBe(RCODE.SERVFAIL);
});
