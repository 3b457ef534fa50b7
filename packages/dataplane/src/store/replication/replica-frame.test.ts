import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPLICA_HEAD_BYTES_MAX } from '../bounds.ts';
import { NO_ATTRIBUTES } from '../model.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';
import { ReplicaDigest } from './replica-digest.ts';
import { frameReplica, openReplica } from './replica-frame.ts';

function headOf(more: Partial<ReplicaHead> = {}): ReplicaHead {
  return {
    ...{ kind: 'object', sourceBucket: 'from', role: 'r', key: 'ä', versionId: 'v', etag: 'e' },
    ...{ modifiedMs: 1, sizeBytes: 0, attributes: NO_ATTRIBUTES, tags: [] },
    tagsChange: { ms: 1, by: 'from' },
    ...more,
  };
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same bytes in pieces of these lengths, over and over. */
function inPieces(bytes: Buffer, lengths: readonly number[]): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return Readable.from(pieces, { objectMode: false });
}

describe('a replica on its way', () => {
  it('is what it was, in whatever pieces it arrives', async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), lengths, async (body, pieces) => {
        const head = headOf({ sizeBytes: body.length });
        const frame = frameReplica(head, Readable.from([Buffer.from(body)]));
        const sent = await bytesOf(frame.stream);
        expect(sent).toHaveLength(frame.sizeBytes);
        const opened = await openReplica(inPieces(sent, pieces));
        expect(opened.head).toEqual(head);
        expect(Buffer.compare(await bytesOf(opened.body), Buffer.from(body))).toBe(0);
      }),
    );
  });

  it('is refused by either side when its attributes are none, or too long', async () => {
    const wrong = headOf({ sizeBytes: -1 });
    expect(() => frameReplica(wrong, Readable.from([]))).toThrow('sizeBytes');
    const user = { a: 'x'.repeat(REPLICA_HEAD_BYTES_MAX) };
    const long = headOf({ attributes: { ...NO_ATTRIBUTES, user } });
    expect(() => frameReplica(long, Readable.from([]))).toThrow('can travel');
    const framed = (json: string, length = json.length): Readable => {
      const front = Buffer.alloc(4);
      front.writeUInt32BE(length);
      return Readable.from([Buffer.concat([front, Buffer.from(json)])], { objectMode: false });
    };
    await expect(openReplica(framed('{}'))).rejects.toThrow('no attributes of a replica');
    await expect(openReplica(framed('{', 2))).rejects.toThrow('broke off within its attributes');
    await expect(openReplica(framed('{'))).rejects.toThrow('JSON');
    await expect(openReplica(framed('', 4_000_000_000))).rejects.toThrow('too long');
    await expect(openReplica(Readable.from([]))).rejects.toThrow('broke off');
  });

  it('may break off while nobody reads it, or nobody listens', async () => {
    const frame = frameReplica(headOf({ sizeBytes: 9 }), Readable.from([Buffer.alloc(9)]));
    const sent = await bytesOf(frame.stream);
    const source = new PassThrough();
    source.on('error', () => undefined);
    source.write(sent.subarray(0, -4));
    const { body } = await openReplica(source);
    body.resume();
    source.destroy(new Error('the sender is gone'));
    await new Promise((resolve) => body.once('close', resolve));
    expect(body.errored).toMatchObject({ message: 'the sender is gone' });
  });

  it('tells when the file is not as long as it should be', async () => {
    for (const text of ['short', 'much too long']) {
      const frame = frameReplica(headOf({ sizeBytes: 7 }), Readable.from([Buffer.from(text)]));
      await expect(bytesOf(frame.stream)).rejects.toThrow('has not its 7 bytes');
      expect(frame.failure()).toBeInstanceOf(Error);
    }
  });
});

describe('the digest of a replica', () => {
  // echo -n 'ab' | openssl dgst -sha256 -binary | base64, and of 'c'.
  const parts = [
    { sizeBytes: 2, checksum: '+44g/C5MPySMYMOb1lLzwTRymLuXe4tNWQO4UFViBgM=' },
    { sizeBytes: 0, checksum: undefined },
    { sizeBytes: 1, checksum: 'Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=' },
  ];
  const checksum = { algorithm: 'SHA256', type: 'COMPOSITE', value: 'x-3' } as const;

  function matches(text: string, attributes: Partial<ReplicaHead['attributes']>): boolean {
    const etag = '900150983cd24fb0d6963f7d28e17f72';
    const head = headOf({ etag, attributes: { ...NO_ATTRIBUTES, ...attributes } });
    const digest = new ReplicaDigest(head);
    for (const character of text) digest.update(Buffer.from(character));
    return digest.matches();
  }

  it.each([
    ['the MD5 of one piece', {}],
    ['the checksums of its parts', { parts, checksum }],
    [
      'the checksum of all its bytes',
      {
        parts: [{ sizeBytes: 3, checksum: undefined }],
        checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', value: 'NSRBwg==' } as const,
      },
    ],
  ])('goes by %s', (_name, attributes) => {
    expect(matches('abc', attributes)).toBe(true);
    expect(matches('abd', attributes)).toBe(false);
    expect(matches('xbc', attributes)).toBe(false);
  });

  it('misses no part', () => {
    expect(matches('ab', { parts, checksum })).toBe(false);
  });
});
