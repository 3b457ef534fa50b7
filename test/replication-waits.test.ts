import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';

const COUNT = 5;
const keys = Array.from({ length: COUNT }, (_unused, index) => `queued/${index}.txt`);

test(
  'what is stored in Seoul while Virginia is lost waits, and arrives with metadata and tags',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', '10');
    using aws = new Aws(site);
    const [seoul, virginia] = [
      {
        client: aws.client(S3Client, 'ap-northeast-2'),
        Bucket: await bucket(aws, 'ap-northeast-2'),
      },
      { client: aws.client(S3Client, 'us-east-1'), Bucket: await bucket(aws, 'us-east-1') },
    ];
    expect((await site.run(['fault', 'region', 'us-east-1'])).code).toBe(0);
    for (const Key of keys)
      await seoul.client.send(
        new PutObjectCommand({
          Bucket: seoul.Bucket,
          Key,
          Body: `content of ${Key}`,
          ContentType: 'text/x-ticket',
          Metadata: { seat: Key },
          Tagging: 'show=strings&row=7',
        }),
      );
    const status = async (Key: string): Promise<string | undefined> =>
      (await seoul.client.send(new HeadObjectCommand({ Bucket: seoul.Bucket, Key })))
        .ReplicationStatus;
    expect(await Promise.all(keys.map(status))).toEqual(keys.map(() => 'PENDING'));
    // Nothing of it is in the other region, which cannot even be asked.
    await expect(
      virginia.client.send(
        new HeadObjectCommand({ Bucket: virginia.Bucket, Key: String(keys[0]) }),
      ),
    ).rejects.toThrow();

    expect((await site.run(['heal'])).code).toBe(0);
    await until(
      'the queue is drained',
      async () =>
        (await Promise.all(keys.map(status))).every((one) => one === 'COMPLETED')
          ? true
          : undefined,
      { withinMs: 60_000 },
    );
    for (const Key of keys) {
      const place = { Bucket: virginia.Bucket, Key };
      const replica = await virginia.client.send(new GetObjectCommand(place));
      expect(await replica.Body?.transformToString()).toBe(`content of ${Key}`);
      expect(replica).toMatchObject({
        ReplicationStatus: 'REPLICA',
        ContentType: 'text/x-ticket',
        Metadata: { seat: Key },
        TagCount: 2,
      });
      const { TagSet: tags } = await virginia.client.send(new GetObjectTaggingCommand(place));
      expect(tags).toEqual([
        { Key: 'show', Value: 'strings' },
        { Key: 'row', Value: '7' },
      ]);
    }
  },
);

async function bucket(aws: Aws, region: string): Promise<string> {
  return (await aws.outputs(`ticketing-${region}`, region))('AssetBucket');
}
