import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { signRequest } from '@understudy/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, ask, HTTP_PORT, SEOUL, TestRegion } from '../store.fixture.ts';

const BUCKET = 'objects-test';
let region: TestRegion;
let client: S3Client;

beforeAll(async () => {
  region = await new TestRegion({ region: SEOUL, address: '127.102.1.1' }).start();
  client = region.client();
  const configuration = { LocationConstraint: SEOUL } as const;
  await client.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: configuration }),
  );
});

afterAll(() => region.destroy());

async function put(Key: string, Body: string, more: object = {}): Promise<string> {
  const { ETag } = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
  return ETag ?? '';
}

async function read(Key: string, more: object = {}): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return (await Body?.transformToString()) ?? '';
}

describe('an object', () => {
  it('comes back with its bytes, metadata, tags and MD5', async () => {
    const etag = await put('a b/ä+&.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'max-age=60',
      Expires: new Date('2030-01-02T03:04:05Z'),
      Metadata: { colour: 'blue' },
      Tagging: 'team=web&stage=test%20one',
    });
    expect(etag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a b/ä+&.txt' }));
    expect(head).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'max-age=60',
      ExpiresString: 'Wed, 02 Jan 2030 03:04:05 GMT',
      Metadata: { colour: 'blue' },
      ServerSideEncryption: 'AES256',
      ETag: etag,
    });
    expect(head.VersionId).toBeUndefined();
    expect(await read('a b/ä+&.txt')).toBe('hello');
    const tagging = await client.send(
      new GetObjectTaggingCommand({ Bucket: BUCKET, Key: 'a b/ä+&.txt' }),
    );
    expect(tagging.TagSet).toEqual([
      { Key: 'team', Value: 'web' },
      { Key: 'stage', Value: 'test one' },
    ]);
  });

  it('may come as a stream, whose checksum follows in a trailer', async () => {
    const Body = Readable.from([Buffer.alloc(100_000, 1), Buffer.alloc(50_000, 2)]);
    const secure = region.client({ virtual: true, secure: true });
    await secure.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'stream', Body, ContentLength: 150_000 }),
    );
    const got = await client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'stream', ChecksumMode: 'ENABLED' }),
    );
    expect((await got.Body?.transformToByteArray())?.length).toBe(150_000);
    expect(got.ChecksumCRC32).toBeDefined();
    expect(got.ContentEncoding).toBeUndefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'keeps the checksum %s that it came with',
    async (ChecksumAlgorithm) => {
      await put(`sum-${ChecksumAlgorithm}`, 'checked', { ChecksumAlgorithm });
      const got = await client.send(
        new GetObjectCommand({
          Bucket: BUCKET,
          Key: `sum-${ChecksumAlgorithm}`,
          ChecksumMode: 'ENABLED',
        }),
      );
      // The client verifies it while it reads.
      expect(await got.Body?.transformToString()).toBe('checked');
      expect(got[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
      expect(got.ChecksumType).toBe('FULL_OBJECT');
    },
  );

  it('gives a range with 206, and refuses one that lies behind the end', async () => {
    await put('range', '0123456789');
    const middle = await client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'range', Range: 'bytes=2-4' }),
    );
    expect(middle.$metadata.httpStatusCode).toBe(206);
    expect(middle.ContentRange).toBe('bytes 2-4/10');
    expect(await middle.Body?.transformToString()).toBe('234');
    expect(await read('range', { Range: 'bytes=-3' })).toBe('789');
    expect(await read('range', { Range: 'bytes=7-' })).toBe('789');
    await expect(read('range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('obeys conditions on reading', async () => {
    const etag = await put('conditions', 'x');
    await expect(read('conditions', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(read('conditions', { IfNoneMatch: etag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await read('conditions', { IfMatch: etag })).toBe('x');
  });

  it('is written under If-None-Match: * only where there is none', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await read('once')).toBe('first');
  });

  it('is refused when its digest is another, and nothing is kept', async () => {
    await expect(
      put('wrong', 'body', { ContentMD5: createHash('md5').update('else').digest('base64') }),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(
      put('wrong', 'body', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(read('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('comes back with metadata beyond ASCII in words that mail can carry', async () => {
    const Metadata = { plain: 'a = b', foreign: 'ÄMÄZÕÑ S3', some: 'café' };
    const foreign = { Bucket: BUCKET, Key: 'foreign' };
    // node sends headers as Latin-1 before bytes, and as UTF-8 before a text: S3 reads the one and
    // not the other. https://github.com/aws/aws-sdk-js/issues/1297
    const Body = Buffer.from('x');
    await client.send(new PutObjectCommand({ ...foreign, Body, Metadata }));
    await expect(put('foreign', 'x', { Metadata })).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    expect((await client.send(new HeadObjectCommand(foreign))).Metadata).toEqual({
      plain: 'a = b',
      foreign: '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=',
      some: '=?UTF-8?Q?caf=C3=A9?=',
    });
  });

  it('comes without Keep-Alive', async () => {
    const { headers } = await ask(region, { path: `/${BUCKET}/k` });
    expect(headers).not.toHaveProperty('keep-alive');
  });

  it('is refused with a key or metadata that are too long', async () => {
    await expect(put('k'.repeat(1025), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('meta', '', { Metadata: { a: 'b'.repeat(2048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
  });

  it('lets signed requests override response headers', async () => {
    await put('override', 'x');
    const got = await client.send(
      new GetObjectCommand({
        Bucket: BUCKET,
        Key: 'override',
        ResponseContentDisposition: 'attachment',
      }),
    );
    expect(got.ContentDisposition).toBe('attachment');
  });

  it('is copied with its metadata, or with new ones', async () => {
    await put('original', 'copied', { Metadata: { kept: 'yes' }, Tagging: 'a=b' });
    const CopySource = `${BUCKET}/original`;
    await client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource }));
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'original' }));
    const copy = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
    expect(await copy.Body?.transformToString()).toBe('copied');
    expect(copy.Metadata).toEqual({ kept: 'yes' });
    expect(copy.TagCount).toBe(1);
    const itself = { Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/copy` };
    await expect(client.send(new CopyObjectCommand(itself))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    const replaced = { ...itself, MetadataDirective: 'REPLACE', Metadata: { new: 'x' } } as const;
    await client.send(new CopyObjectCommand(replaced));
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
    expect(head.Metadata).toEqual({ new: 'x' });
  });

  it('is refused when its bytes are not those that were signed, and is not kept', async () => {
    const path = `/${BUCKET}/tampered`;
    const host = `${region.address}:${HTTP_PORT}`;
    const headers = signRequest({
      ...{ method: 'PUT', host, path, query: '', headers: {}, payload: Buffer.from('signed') },
      ...{ region: SEOUL, service: 's3', key: ADMIN, wallMs: Date.now() },
    });
    const refused = await ask(region, { method: 'PUT', path, headers, body: 'forged' });
    expect(refused.body).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
    const moved = await ask(region, { method: 'PUT', path: `${path}2`, headers, body: 'signed' });
    expect(moved.body).toContain('<Code>SignatureDoesNotMatch</Code>');
    await expect(read('tampered')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('is refused with an answer that is heard, also while much of it is still to come', async () => {
    const nowhere = { Bucket: 'not-there', Key: 'k', Body: Buffer.alloc(1_500_000) };
    await expect(client.send(new PutObjectCommand(nowhere))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    expect(await put('after', 'the connection goes on')).toBeDefined();
  });

  it('is refused without a length', async () => {
    const path = `/${BUCKET}/unmeasured`;
    const host = `${region.address}:${HTTP_PORT}`;
    const headers = signRequest({
      ...{ method: 'PUT', host, path, query: '', headers: {}, payload: 'UNSIGNED-PAYLOAD' },
      ...{ region: SEOUL, service: 's3', key: ADMIN, wallMs: Date.now() },
    });
    headers['transfer-encoding'] = 'chunked';
    const refused = await ask(region, { method: 'PUT', path, headers, body: 'x' });
    expect(refused.status).toBe(411);
    expect(refused.body).toContain('<Code>MissingContentLength</Code>');
  });
});

describe('versions', () => {
  const VERSIONED = 'versions-test';

  beforeAll(async () => {
    const configuration = { LocationConstraint: SEOUL } as const;
    await client.send(
      new CreateBucketCommand({ Bucket: VERSIONED, CreateBucketConfiguration: configuration }),
    );
  });

  async function setVersioning(Status: 'Enabled' | 'Suspended'): Promise<void> {
    await client.send(
      new PutBucketVersioningCommand({
        Bucket: VERSIONED,
        VersioningConfiguration: { Status },
      }),
    );
  }

  async function write(Key: string, Body: string): Promise<string | undefined> {
    const put = new PutObjectCommand({ Bucket: VERSIONED, Key, Body });
    return (await client.send(put)).VersionId;
  }

  it('stay readable by id behind a delete marker, and return when it is removed', async () => {
    expect(await write('k', 'null version')).toBeUndefined();
    await setVersioning('Enabled');
    const first = await write('k', 'one');
    const second = await write('k', 'two');
    expect(first).toMatch(/^[\w.]{32}$/);
    const deleted = await client.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: 'k' }));
    expect(deleted.DeleteMarker).toBe(true);
    const get = new GetObjectCommand({ Bucket: VERSIONED, Key: 'k' });
    await expect(client.send(get)).rejects.toMatchObject({
      name: 'NoSuchKey',
      $response: { headers: { 'x-amz-delete-marker': 'true' } },
    });
    for (const [VersionId, text] of [
      [first, 'one'],
      [second, 'two'],
      ['null', 'null version'],
    ]) {
      const got = await client.send(
        new GetObjectCommand({ Bucket: VERSIONED, Key: 'k', VersionId }),
      );
      expect(await got.Body?.transformToString()).toBe(text);
      expect(got.VersionId).toBe(VersionId);
    }
    const VersionId = deleted.VersionId;
    await expect(
      client.send(new HeadObjectCommand({ Bucket: VERSIONED, Key: 'k', VersionId })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 405 } });
    await client.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: 'k', VersionId }));
    expect((await client.send(get)).VersionId).toBe(second);
  });

  it('are listed newest first with their markers, page by page', async () => {
    for (let number = 0; number < 5; number++) await write('many', String(number));
    await client.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: 'many' }));
    const seen: string[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await client.send(
        new ListObjectVersionsCommand({
          Bucket: VERSIONED,
          Prefix: 'many',
          MaxKeys: 2,
          ...markers,
        }),
      );
      for (const version of [...(page.DeleteMarkers ?? []), ...(page.Versions ?? [])])
        seen.push(version.VersionId ?? '');
      if (page.IsTruncated !== true) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      // What was listed may be gone before the next page is asked for.
      const Objects = seen.map((VersionId) => ({ Key: 'many', VersionId }));
      await client.send(new DeleteObjectsCommand({ Bucket: VERSIONED, Delete: { Objects } }));
    }
    expect(new Set(seen).size).toBe(6);
  });

  it('are overwritten under the id null while versioning is suspended', async () => {
    await setVersioning('Enabled');
    const kept = await write('s', 'kept');
    await setVersioning('Suspended');
    await write('s', 'null one');
    await write('s', 'null two');
    const listed = await client.send(
      new ListObjectVersionsCommand({ Bucket: VERSIONED, Prefix: 's' }),
    );
    expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', kept]);
    const deleted = await client.send(new DeleteObjectCommand({ Bucket: VERSIONED, Key: 's' }));
    expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  });

  it('have tags each of their own', async () => {
    await setVersioning('Enabled');
    const VersionId = await write('t', '1');
    await write('t', '2');
    const TagSet = [{ Key: 'a', Value: '1' }];
    const old = { Bucket: VERSIONED, Key: 't', VersionId };
    await client.send(new PutObjectTaggingCommand({ ...old, Tagging: { TagSet } }));
    expect((await client.send(new GetObjectTaggingCommand(old))).TagSet).toEqual(TagSet);
    const current = new GetObjectTaggingCommand({ Bucket: VERSIONED, Key: 't' });
    expect((await client.send(current)).TagSet).toEqual([]);
  });
});
