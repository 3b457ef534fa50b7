import { describe, expect, test } from 'vitest';
import { answering, siteContext, type Answers } from '../checks.fixture.ts';
import { runOne, type SystemReport } from '../run.ts';
import { replicationCheck } from './replication.ts';

const OUTPUTS = {
  'shop-ap-northeast-2': { AssetBucket: 'from' },
  'shop-us-east-1': { AssetBucket: 'to' },
};
const RULE = {
  ReplicationConfiguration: {
    Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::to' } }],
  },
};

/** Keys in the order of their names, each a minute younger than the one before. */
const listed = (count: number): object => ({
  Contents: Array.from({ length: count }, (_unused, index) => ({
    Key: `k${String(index).padStart(3, '0')}`,
    LastModified: new Date(index * 60_000),
  })),
});

/** The rest is refused: a check that wrote anything would tell. */
function check(
  answers: Answers,
  lost: Parameters<typeof siteContext>[0] = {},
): Promise<SystemReport> {
  const context = { ...siteContext(lost), outputs: OUTPUTS, clients: answering(answers) };
  return runOne(replicationCheck, context);
}

const notFound = Object.assign(new Error(), { name: 'NotFound' });

describe('replication', () => {
  test('is seen in the newest objects, without a write', async () => {
    const asked: unknown[] = [];
    const report = await check({
      GetBucketReplication: RULE,
      ListObjectsV2: listed(30),
      HeadObject: (input, region) => {
        if (region === 'us-east-1' && 'Key' in input) asked.push(input.Key);
        const status = region === 'us-east-1' ? 'REPLICA' : 'COMPLETED';
        return { VersionId: 'v', ETag: '"e"', ReplicationStatus: status };
      },
    });
    expect(report).toMatchObject({
      state: 'working',
      evidence: 'the newest 10 objects in ap-northeast-2 are in us-east-1, with version and ETag',
    });
    expect(asked[0]).toBe('k029');
    expect(asked).not.toContain('k019');
  });

  test('of data is a rule each way', async () => {
    const rule = (to: string): object => ({
      ReplicationConfiguration: {
        Rules: [{ Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${to}` } }],
      },
    });
    const withData = async (back: string): Promise<SystemReport> => {
      const context = siteContext();
      context.session.site.data.bucket = true;
      const outputs = {
        'shop-ap-northeast-2': { AssetBucket: 'from', DataBucket: 'data-from' },
        'shop-us-east-1': { AssetBucket: 'to', DataBucket: 'data-to' },
      };
      const clients = answering({
        GetBucketReplication: (input) => {
          const { Bucket } = input as { Bucket: string };
          if (Bucket === 'data-to') return rule(back);
          return rule(Bucket === 'from' ? 'to' : 'data-to');
        },
        ListObjectsV2: { Contents: [] },
      });
      return runOne(replicationCheck, { ...context, outputs, clients });
    };
    expect(await withData('data-from')).toMatchObject({ state: 'not-used' });
    expect(await withData('elsewhere')).toMatchObject({
      state: 'failing',
      evidence: 'no rule of data-to leads to data-from',
    });
  });

  test('of what is pending is waited for', async () => {
    let asks = 0;
    const report = await check({
      GetBucketReplication: RULE,
      ListObjectsV2: listed(1),
      HeadObject: (_input, region) => {
        if (region === 'us-east-1') return asks < 3 ? notFound : { VersionId: 'v', ETag: '"e"' };
        asks += 1;
        const status = asks < 3 ? 'PENDING' : 'COMPLETED';
        return { VersionId: 'v', ETag: '"e"', ReplicationStatus: status };
      },
    });
    expect([asks, report.state]).toEqual([3, 'working']);
  });

  test.each<[string, Answers, string, string]>([
    [
      'an empty bucket',
      { GetBucketReplication: RULE, ListObjectsV2: {} },
      'not-used',
      'from is empty: nothing to replicate yet',
    ],
    [
      'a bucket whose rule leads elsewhere',
      {
        GetBucketReplication: {
          ReplicationConfiguration: {
            Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::elsewhere' } }],
          },
        },
      },
      'failing',
      'no rule of from leads to to',
    ],
    [
      'a bucket whose rule is disabled',
      {
        GetBucketReplication: {
          ReplicationConfiguration: {
            Rules: [{ Status: 'Disabled', Destination: { Bucket: 'arn:aws:s3:::to' } }],
          },
        },
      },
      'failing',
      'the rule from from to to is disabled',
    ],
    [
      'objects that are deleted meanwhile',
      { GetBucketReplication: RULE, ListObjectsV2: listed(1), HeadObject: notFound },
      'not-used',
      'what from held is deleted just now',
    ],
    [
      'a bucket without rules',
      { GetBucketReplication: new Error('The replication configuration was not found') },
      'failing',
      'The replication configuration was not found',
    ],
  ])('%s', async (_what, answers, state, evidence) => {
    expect(await check(answers)).toMatchObject({ state, evidence });
  });

  test('of a site without objects is not used, also while a region is lost', async () => {
    const report = await check(
      { HeadBucket: {}, ListObjectsV2: {} },
      { 'ap-northeast-2': 'crash' },
    );
    expect(report.state).toBe('not-used');
    expect(report.evidence).toContain(
      'ap-northeast-2: lost (crash, primary); us-east-1: to is empty',
    );
  });
});
