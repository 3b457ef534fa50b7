import { GetBucketReplicationCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { understudy, type Finished } from '../support/cli.ts';
import { deployerPolicy } from '../support/deployer-policy.ts';
import { EmptyAws } from '../support/empty-aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { request, visit } from '../support/visitor.ts';

const CONFIG = 'understudy.config.ts';
const WITHOUT = 'data: { bucket: false },';
const WITH = 'data: { bucket: true },';
const WITHIN_MS = 60_000;

test(
  'a site that runs gets its data, replicated both ways, and does not lose it by a deployment',
  { timeout: 240_000 },
  async () => {
    await using site = new ExampleSite();
    site.edit(CONFIG, WITH, WITHOUT);
    await site.up('--speed', '20');
    const about = { seat: 'moonlight-A12', reservation: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' };
    const reserve = (): ReturnType<typeof request> =>
      request(site, { method: 'POST', path: '/api/reservations', body: about });
    expect(await reserve()).toMatchObject({ status: 404 });
    const page = (await request(site, { path: '/' })).body;
    expect(page).toContain('data-title="Moonlight Strings"');
    expect(page).not.toContain('class="taken"');

    site.edit(CONFIG, WITHOUT, WITH);
    expect(await site.run(['up', '--detach'], WITHIN_MS * 2)).toMatchObject({ code: 0 });
    const { region } = await visit(site);
    expect(await reserve()).toMatchObject({ status: 201, body: { region } });
    expect((await request(site, { path: '/' })).body).toContain('class="taken"');

    using aws = new Aws(site);
    const bucketOf = async (place: string): Promise<string> =>
      (await aws.outputs(`ticketing-${place}`, place))('DataBucket');
    const places = ['ap-northeast-2', 'us-east-1'] as const;
    const buckets = await Promise.all(places.map(bucketOf));
    for (const [index, place] of places.entries()) {
      const Bucket = buckets[index];
      const { ReplicationConfiguration: found } = await aws
        .client(S3Client, place)
        .send(new GetBucketReplicationCommand({ Bucket }));
      expect(found?.Rules).toMatchObject([
        {
          Status: 'Enabled',
          Destination: { Bucket: `arn:aws:s3:::${buckets[1 - index]}` },
          DeleteMarkerReplication: { Status: 'Enabled' },
          SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } },
        },
      ]);
    }
    const replica = { Bucket: buckets[1], Key: 'reservations/moonlight-A12.json' };
    await until(
      'the reservation is in the standby',
      () =>
        aws
          .client(S3Client, places[1])
          .send(new HeadObjectCommand(replica))
          .catch(() => undefined),
      { withinMs: WITHIN_MS },
    );

    site.edit(CONFIG, WITH, WITHOUT);
    const refused = await site.run(['up', '--detach'], WITHIN_MS);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`the site ticketing keeps data in ${buckets[0]}`);
  },
);

test(
  'who has the policy for deploying deploys it, and deletes it',
  { timeout: 240_000 },
  async () => {
    await using aws = new EmptyAws();
    await aws.start(['ap-northeast-2'], '--domain', 'ticketing.pw', '--speed', '20');
    await using site = new ExampleSite();
    const env = await aws.userWith(deployerPolicy('ticketing'));
    const act = (...words: string[]): Promise<Finished> =>
      understudy(words, { cwd: site.folder, env, withinMs: WITHIN_MS * 2 });
    expect(await act('deploy', '--yes')).toMatchObject({ code: 0 });
    expect((await act('diff')).stdout).toContain('no stack changes');
    expect(await act('destroy', '--aws', '--yes')).toMatchObject({ code: 0 });
  },
);
