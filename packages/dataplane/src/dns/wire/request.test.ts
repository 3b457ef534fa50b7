import packet, { type Packet } from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RCODE } from './codes.ts';
import { parseRequest } from './request.ts';

const QUESTION = { name: 'wWw.TiCkEtInG.pW', type: 'A' as const };
const OPT = {
  type: 'OPT' as const,
  name: '.',
  udpPayloadSize: 1_400,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: packet.DNSSEC_OK,
  flag_do: true,
  options: [],
};

function query(changes: Partial<Packet> = {}): Buffer {
  return packet.encode({
    type: 'query',
    id: 7,
    flags: packet.RECURSION_DESIRED,
    questions: [QUESTION],
    ...changes,
  });
}

function rcodeOf(message: Buffer): number | undefined {
  const parsed = parseRequest(message);
  return parsed.kind === 'error' ? parsed.rcode : undefined;
}

test('reads a query and keeps the question as it was sent', () => {
  const message = query({ additionals: [OPT] });
  const parsed = parseRequest(message);
  if (parsed.kind !== 'query') throw new Error(parsed.kind);
  expect(parsed.request).toMatchObject({
    id: 7,
    recursionDesired: true,
    question: { name: 'www.ticketing.pw', type: 1 },
    edns: { udpBytes: 1_400, dnssecOk: true },
  });
  expect(parsed.request.questionBytes.toString('latin1')).toContain('TiCkEtInG');
});

test('gives no answer to fragments and to answers', () => {
  expect(parseRequest(query().subarray(0, 11)).kind).toBe('ignore');
  expect(parseRequest(packet.encode({ type: 'response', questions: [QUESTION] })).kind).toBe(
    'ignore',
  );
});

test('refuses what is not a plain question', () => {
  const withOpcode = query();
  withOpcode.writeUInt16BE(5 << 11, 2);
  expect(rcodeOf(withOpcode)).toBe(RCODE.NOTIMP);
  expect(rcodeOf(query({ questions: [] }))).toBe(RCODE.FORMERR);
  expect(rcodeOf(query({ questions: [QUESTION, QUESTION] }))).toBe(RCODE.FORMERR);
  expect(rcodeOf(query({ questions: [{ ...QUESTION, type: 'AXFR' }] }))).toBe(RCODE.REFUSED);
  expect(rcodeOf(query({ questions: [{ ...QUESTION, class: 'CH' }] }))).toBe(RCODE.REFUSED);
  expect(rcodeOf(query({ questions: [{ ...QUESTION, type: 'OPT' }] }))).toBe(RCODE.FORMERR);
  expect(rcodeOf(query({ additionals: [{ ...OPT, ednsVersion: 1 }] }))).toBe(RCODE.BADVERS);
  expect(rcodeOf(query({ additionals: [OPT, OPT] }))).toBe(RCODE.FORMERR);
  expect(rcodeOf(query({ authorities: [OPT] }))).toBe(RCODE.FORMERR);
  expect(rcodeOf(Buffer.concat([query(), Buffer.from('x')]))).toBe(RCODE.FORMERR);
});

test('reads the client subnet, and refuses a malformed one with FORMERR', () => {
  // The codec's types know only well-formed ones.
  const withSubnet = (data: number[]): Buffer => {
    const options = [{ code: 8, data: Buffer.from(data) }];
    return query({ additionals: [{ ...OPT, options: options as never }] });
  };
  const parsed = parseRequest(withSubnet([0, 1, 24, 0, 192, 0, 2]));
  if (parsed.kind !== 'query') throw new Error(parsed.kind);
  expect(parsed.request.edns?.clientSubnet).toMatchObject({ sourcePrefixBits: 24 });
  expect(rcodeOf(withSubnet([0, 1, 24, 0, 192, 0]))).toBe(RCODE.FORMERR);
});

test('never throws, whatever arrives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
      parseRequest(Buffer.from(noise));
    }),
  );
});

test('a query cut short or changed in one byte is answered, refused or ignored, and never misread as longer', () => {
  const message = query({ additionals: [OPT] });
  fc.assert(
    fc.property(
      fc.nat(message.length - 1),
      fc.nat(255),
      fc.nat(message.length),
      (at, byte, cut) => {
        const changed = Buffer.from(message);
        changed[at] = byte;
        const parsed = parseRequest(changed.subarray(0, cut));
        if (parsed.kind === 'query') {
          expect(parsed.request.questionBytes.length).toBeLessThanOrEqual(cut - 12);
        }
      },
    ),
  );
});
