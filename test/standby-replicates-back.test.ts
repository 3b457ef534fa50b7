import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { until } from './support/until.ts';

const PRIMARY = 'ap-northeast-2';
const STANDBY = 'us-east-1';
const WITHIN_MS = 20_000;

test(
  'what is written to the standby while the primary is lost goes back to it, and what its replica is tagged follows',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up('--speed', '20');
    using aws = new Aws(site);
    const bucketOf = async (region: string): Promise<string> =>
      (await aws.outputs(`ticketing-${region}`, region))('AssetBucket');
    const [home, away] = [await bucketOf(PRIMARY), await bucketOf(STANDBY)];
    const [seoul, virginia] = [aws.client(S3Client, PRIMARY), aws.client(S3Client, STANDBY)];
    const about = { Bucket: away, Key: 'notice.txt' };

    await site.run(['fault', 'region', PRIMARY]);
    await virginia.send(new PutObjectCommand({ ...about, Body: 'we are in Virginia' }));
    const { ReplicationStatus } = await virginia.send(new HeadObjectCommand(about));
    expect(ReplicationStatus).toBe('PENDING');
    await site.run(['heal']);
    const back = await until(
      'the object is in the primary',
      () => seoul.send(new HeadObjectCommand({ ...about, Bucket: home })).catch(() => undefined),
      { withinMs: WITHIN_MS },
    );
    expect(back.ReplicationStatus).toBe('REPLICA');

    const Tagging = { TagSet: [{ Key: 'seen', Value: 'yes' }] };
    await seoul.send(new PutObjectTaggingCommand({ ...about, Bucket: home, Tagging }));
    const tags = await until(
      'the replica’s tag is in the standby',
      async () => {
        const { TagSet = [] } = await virginia.send(new GetObjectTaggingCommand(about));
        return TagSet.length > 0 ? TagSet : undefined;
      },
      { withinMs: WITHIN_MS },
    );
    expect(tags).toEqual(Tagging.TagSet);
  },
);
