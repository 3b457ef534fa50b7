import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assert, asyncProperty, integer, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmac, sha256, signingKey } from '../signature/canonical.ts';
import type { ChunkKey } from '../signature/verify.ts';
import { createChecksum, type ChecksumAlgorithm } from './checksums.ts';
import { PayloadDecoder, type PayloadOptions } from './payload-decoder.ts';

interface Decoded {
  body: Buffer;
  decoder: PayloadDecoder;
}

async function decode(pieces: readonly Uint8Array[], options: PayloadOptions): Promise<Decoded> {
  const decoder = new PayloadDecoder(options);
  const collected: Buffer[] = [];
  await pipeline(Readable.from(pieces), decoder, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) collected.push(chunk);
  });
  return { body: Buffer.concat(collected), decoder };
}

const BODY = Buffer.from('the quick brown fox jumps over the lazy dog');

function checksum(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  const running = createChecksum(algorithm);
  running.update(bytes);
  return running.digest();
}

describe('checksums', () => {
  const CHECK = Buffer.from('123456789');

  // The published check values of each polynomial.
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', createHash('sha1').update(CHECK).digest('hex')],
    ['sha256', createHash('sha256').update(CHECK).digest('hex')],
  ] as const)('%s has its published check value', (algorithm, hex) => {
    expect(Buffer.from(checksum(algorithm, CHECK), 'base64').toString('hex')).toBe(hex);
  });

  test('are the same however the bytes arrive', async () => {
    await assert(
      asyncProperty(
        uint8Array({ maxLength: 200 }),
        integer({ min: 0, max: 200 }),
        async (all, at) => {
          const pieces = [all.subarray(0, at), all.subarray(at)];
          const compute = ['crc32', 'crc32c', 'crc64nvme'] as const;
          const { decoder } = await decode(pieces, { headers: {}, compute });
          for (const algorithm of compute)
            expect(decoder.checksums.get(algorithm)).toBe(checksum(algorithm, all));
        },
      ),
    );
  });
});

describe('a plain body', () => {
  test('is verified against its hash', async () => {
    const good = { headers: { 'x-amz-content-sha256': sha256(BODY) } };
    const { body, decoder } = await decode([BODY], good);
    expect(body).toEqual(BODY);
    expect(decoder.decodedBytes).toBe(BODY.length);
    expect(decoder.md5).toBe(createHash('md5').update(BODY).digest('hex'));
    await expect(decode([BODY.subarray(1)], good)).rejects.toMatchObject({
      code: 'XAmzContentSHA256Mismatch',
      status: 400,
    });
  });

  test('is verified against Content-MD5', async () => {
    const md5 = createHash('md5').update(BODY).digest('base64');
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-md5': md5 };
    expect((await decode([BODY], { headers })).body).toEqual(BODY);
    await expect(decode([BODY, BODY], { headers })).rejects.toMatchObject({ code: 'BadDigest' });
    const invalid = { ...headers, 'content-md5': 'abc' };
    await expect(decode([BODY], { headers: invalid })).rejects.toMatchObject({
      code: 'InvalidDigest',
    });
  });

  test('is verified against every checksum header', async () => {
    for (const algorithm of ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const) {
      const name = `x-amz-checksum-${algorithm}`;
      const { decoder } = await decode([BODY], { headers: { [name]: checksum(algorithm, BODY) } });
      expect(decoder.declared).toEqual([algorithm]);
      const other = checksum(algorithm, BODY.subarray(1));
      await expect(decode([BODY], { headers: { [name]: other } })).rejects.toMatchObject({
        code: 'BadDigest',
      });
      await expect(decode([BODY], { headers: { [name]: 'AAA=' } })).rejects.toMatchObject({
        code: 'InvalidRequest',
      });
    }
  });

  test('refuses checksums that are not verified here', () => {
    const headers = { 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' };
    expect(() => new PayloadDecoder({ headers })).toThrow(
      'A header you provided implies functionality that is not implemented.',
    );
  });
});

describe('an unsigned body in chunks with a trailer', () => {
  const HEADERS = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'x-amz-decoded-content-length': String(BODY.length),
  };
  const framed = (sum: string): Buffer =>
    Buffer.concat([
      Buffer.from(`${(10).toString(16)}\r\n`),
      BODY.subarray(0, 10),
      Buffer.from(`\r\n${(BODY.length - 10).toString(16)}\r\n`),
      BODY.subarray(10),
      Buffer.from(`\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`),
    ]);

  test('loses its framing, wherever it is cut', async () => {
    const whole = framed(checksum('crc32', BODY));
    await assert(
      asyncProperty(integer({ min: 1, max: whole.length }), async (size) => {
        const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const { body, decoder } = await decode(pieces, { headers: HEADERS });
        expect(body).toEqual(BODY);
        expect(decoder.checksums.get('crc32')).toBe(checksum('crc32', BODY));
      }),
      { numRuns: 40 },
    );
  });

  test('is refused with a wrong, missing or unannounced checksum', async () => {
    const wrong = framed(checksum('crc32', Buffer.from('x')));
    await expect(decode([wrong], { headers: HEADERS })).rejects.toMatchObject({
      code: 'BadDigest',
    });
    const text = framed('').toString('latin1');
    const without = Buffer.from(text.replace(/x-amz-checksum.*\r\n/, ''), 'latin1');
    await expect(decode([without], { headers: HEADERS })).rejects.toMatchObject({
      code: 'MalformedTrailerError',
    });
    const headers = { ...HEADERS, 'x-amz-trailer': '' };
    await expect(decode([framed(checksum('crc32', BODY))], { headers })).rejects.toMatchObject({
      code: 'MalformedTrailerError',
    });
  });

  test('is refused when it ends early or has another length than it told', async () => {
    const whole = framed(checksum('crc32', BODY));
    for (const end of [1, 5, 20, whole.length - 40])
      await expect(decode([whole.subarray(0, end)], { headers: HEADERS })).rejects.toMatchObject({
        code: 'IncompleteBody',
      });
    for (const length of [BODY.length - 1, BODY.length + 1]) {
      const headers = { ...HEADERS, 'x-amz-decoded-content-length': String(length) };
      await expect(decode([whole], { headers })).rejects.toMatchObject({ code: 'IncompleteBody' });
    }
  });
});

describe('a body in signed chunks', () => {
  const SCOPE = { date: '20240229', region: 'us-east-1', service: 's3' };
  const CHUNK_KEY: ChunkKey = {
    key: signingKey('secret', SCOPE),
    timestamp: '20240229T123456Z',
    scope: SCOPE,
    seed: 'a'.repeat(64),
  };
  const headers = {
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-decoded-content-length': String(BODY.length),
  };

  function link(kind: string, previous: string, hashes: string): string {
    const scope = '20240229/us-east-1/s3/aws4_request';
    const text = `AWS4-HMAC-SHA256-${kind}\n20240229T123456Z\n${scope}\n${previous}\n${hashes}`;
    return hmac(CHUNK_KEY.key, text).toString('hex');
  }

  function signed(chunks: readonly Buffer[], trailer: readonly string[] = []): Buffer {
    const parts: Buffer[] = [];
    let previous = CHUNK_KEY.seed;
    for (const chunk of [...chunks, Buffer.alloc(0)]) {
      previous = link('PAYLOAD', previous, `${sha256('')}\n${sha256(chunk)}`);
      parts.push(
        Buffer.from(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n`),
        chunk,
      );
      if (chunk.length > 0) parts.push(Buffer.from('\r\n'));
    }
    for (const line of trailer) parts.push(Buffer.from(`${line}\r\n`));
    if (trailer.length > 0) {
      const signature = link(
        'TRAILER',
        previous,
        sha256(trailer.map((line) => `${line}\n`).join('')),
      );
      parts.push(Buffer.from(`x-amz-trailer-signature:${signature}\r\n`));
    }
    return Buffer.concat([...parts, Buffer.from('\r\n')]);
  }

  const CHUNKS = [BODY.subarray(0, 20), BODY.subarray(20)];

  test('is accepted when every link of the chain holds', async () => {
    const { body } = await decode([signed(CHUNKS)], { headers, chunkKey: CHUNK_KEY });
    expect(body).toEqual(BODY);
  });

  test('is refused with changed data, chunks less or another seed', async () => {
    const changed = Buffer.from(
      signed(CHUNKS).toString('latin1').replace('quick', 'quack'),
      'latin1',
    );
    for (const wrong of [changed, signed(CHUNKS).subarray(-86)])
      await expect(decode([wrong], { headers, chunkKey: CHUNK_KEY })).rejects.toMatchObject({
        code: 'SignatureDoesNotMatch',
        status: 403,
      });
    const other = { ...CHUNK_KEY, seed: 'b'.repeat(64) };
    await expect(decode([signed(CHUNKS)], { headers, chunkKey: other })).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  test('has its trailer signed as well', async () => {
    const trailing = {
      ...headers,
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc64nvme',
    };
    const options = { headers: trailing, chunkKey: CHUNK_KEY };
    const good = signed(CHUNKS, [`x-amz-checksum-crc64nvme:${checksum('crc64nvme', BODY)}`]);
    expect((await decode([good], options)).body).toEqual(BODY);
    const forged = good.toString('latin1').replace(/(trailer-signature:)./, '$1z');
    await expect(decode([Buffer.from(forged, 'latin1')], options)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });
});
