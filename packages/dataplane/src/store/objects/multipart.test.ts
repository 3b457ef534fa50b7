import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { until } from '@understudy/contract/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestRegion, VIRGINIA } from '../store.fixture.ts';

const BUCKET = 'multipart-test';
const PART_BYTES = 5 * 1024 * 1024;
let region: TestRegion;
let client: S3Client;

beforeAll(async () => {
  region = await new TestRegion({ region: VIRGINIA, address: '127.102.3.1' }).start();
  client = region.client();
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

afterAll(() => region.destroy());

async function begin(Key: string, more: object = {}): Promise<string> {
  const create = new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...more });
  return (await client.send(create)).UploadId ?? '';
}

async function send(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  more = {},
): Promise<CompletedPart> {
  const part = { Bucket: BUCKET, Key, UploadId, PartNumber, Body, ...more };
  const { ETag, ChecksumCRC32, ChecksumSHA256 } = await client.send(new UploadPartCommand(part));
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 };
}

function complete(
  Key: string,
  UploadId: string,
  Parts: CompletedPart[],
): Promise<{ ETag?: string | undefined }> {
  return client.send(
    new CompleteMultipartUploadCommand({
      Bucket: BUCKET,
      Key,
      UploadId,
      MultipartUpload: { Parts },
    }),
  );
}

function bodiesOnDisk(): number {
  const bodies = join(region.directory, 'bodies');
  return readdirSync(bodies).flatMap((folder) => readdirSync(join(bodies, folder))).length;
}

describe('a multipart upload', () => {
  it('becomes an object of its parts in order, with the ETag of their MD5s', async () => {
    const [first, second] = [randomBytes(PART_BYTES), randomBytes(1000)];
    const UploadId = await begin('big', { ContentType: 'text/x', Metadata: { a: 'b' } });
    const two = await send('big', UploadId, 2, second);
    const one = await send('big', UploadId, 1, first);
    const { ETag } = await complete('big', UploadId, [one, two]);
    const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();
    const joined = Buffer.concat([md5(first), md5(second)]);
    expect(ETag).toBe(`"${md5(joined).toString('hex')}-2"`);
    const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'big' }));
    expect(got).toMatchObject({ ContentType: 'text/x', Metadata: { a: 'b' } });
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
    const across = { Range: `bytes=${PART_BYTES - 2}-${PART_BYTES + 1}` };
    const seam = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'big', ...across }));
    expect(Buffer.from((await seam.Body?.transformToByteArray()) ?? [])).toEqual(
      Buffer.concat([first.subarray(-2), second.subarray(0, 2)]),
    );
    const part = await client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'big', PartNumber: 2 }),
    );
    expect(part).toMatchObject({ ContentLength: 1000, PartsCount: 2 });
    const copied = await client.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/big` }),
    );
    expect(copied.CopyObjectResult?.ETag).toBe(
      `"${md5(Buffer.concat([first, second])).toString('hex')}"`,
    );
  });

  it.each([
    ['CRC32', 'COMPOSITE'],
    ['CRC32', 'FULL_OBJECT'],
    ['SHA256', 'COMPOSITE'],
  ] as const)(
    'has a checksum %s of type %s when asked',
    async (ChecksumAlgorithm, ChecksumType) => {
      const Key = `sum-${ChecksumAlgorithm}-${ChecksumType}`;
      const UploadId = await begin(Key, { ChecksumAlgorithm, ChecksumType });
      const parts = [
        await send(Key, UploadId, 1, randomBytes(PART_BYTES), { ChecksumAlgorithm }),
        await send(Key, UploadId, 2, randomBytes(10), { ChecksumAlgorithm }),
      ];
      await complete(Key, UploadId, parts);
      const got = await client.send(
        new GetObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }),
      );
      // A full checksum is verified by the client.
      await got.Body?.transformToByteArray();
      expect(got.ChecksumType).toBe(ChecksumType);
      const sum = got[`Checksum${ChecksumAlgorithm}`] ?? '';
      expect(sum.endsWith('-2')).toBe(ChecksumType === 'COMPOSITE');
    },
  );

  it('is refused with small, missing or unordered parts', async () => {
    const UploadId = await begin('small');
    const one = await send('small', UploadId, 1, Buffer.from('x'));
    const two = await send('small', UploadId, 2, Buffer.from('y'));
    await expect(complete('small', UploadId, [one, two])).rejects.toMatchObject({
      name: 'EntityTooSmall',
    });
    await expect(complete('small', UploadId, [two, one])).rejects.toMatchObject({
      name: 'InvalidPartOrder',
    });
    await expect(
      complete('small', UploadId, [{ PartNumber: 1, ETag: two.ETag }]),
    ).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete('small', 'none', [one])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('is listed with its parts, and leaves nothing on the disk when it is aborted', async () => {
    const before = bodiesOnDisk();
    const UploadId = await begin('listed/a');
    const later = await begin('listed/a');
    await send('listed/a', UploadId, 1, Buffer.from('one'));
    await send('listed/a', UploadId, 1, Buffer.from('again'));
    await send('listed/a', UploadId, 7, Buffer.from('seven'));
    const parts = await client.send(
      new ListPartsCommand({ Bucket: BUCKET, Key: 'listed/a', UploadId, MaxParts: 1 }),
    );
    expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' });
    expect(parts.Parts).toMatchObject([{ PartNumber: 1, Size: 5 }]);
    const uploads = { Bucket: BUCKET, Prefix: 'listed/', MaxUploads: 1 };
    const first = await client.send(new ListMultipartUploadsCommand(uploads));
    expect(first.Uploads?.map((upload) => upload.UploadId)).toEqual([UploadId]);
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
    const next = { ...uploads, KeyMarker, UploadIdMarker };
    const second = await client.send(new ListMultipartUploadsCommand(next));
    expect(second.Uploads?.map((upload) => upload.UploadId)).toEqual([later]);
    const abort = { Bucket: BUCKET, Key: 'listed/a', UploadId };
    await client.send(new AbortMultipartUploadCommand(abort));
    await until(() => bodiesOnDisk() === before, { withinMs: 3000, what: 'parts removed' });
  });

  it('takes parts from other objects', async () => {
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'from', Body: '0123456789' }));
    const UploadId = await begin('assembled');
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        ...{ Bucket: BUCKET, Key: 'assembled', UploadId, PartNumber: 1 },
        ...{ CopySource: `${BUCKET}/from`, CopySourceRange: 'bytes=2-5' },
      }),
    );
    await complete('assembled', UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'assembled' }));
    expect(await got.Body?.transformToString()).toBe('2345');
  });
});
