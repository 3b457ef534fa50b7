import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { answerOf } from './support/visitor.ts';

const OBJECT = { Bucket: 'ticketing-assets-111122223333-ap-northeast-2', Key: 'kept' };

async function stackIds(site: ExampleSite): Promise<string[]> {
  using aws = new Aws(site);
  const virginia = aws.client(CloudFormationClient, 'us-east-1');
  const { Stacks: stacks = [] } = await virginia.send(new DescribeStacksCommand({}));
  return stacks.map((stack) => `${stack.StackId} ${stack.StackStatus}`).sort();
}

test('up after down has the same stacks, addresses and objects', { timeout: 120_000 }, async () => {
  await using site = new ExampleSite();
  const first = await site.up();
  const stacks = await stackIds(site);
  expect(stacks).toHaveLength(4);
  {
    using aws = new Aws(site);
    const seoul = aws.client(S3Client, 'ap-northeast-2');
    await seoul.send(new PutObjectCommand({ ...OBJECT, Body: 'kept' }));
  }
  const edges = (await answerOf(site, 'ticketing.pw')).sort();
  expect((await site.run(['down'])).code).toBe(0);

  const second = await site.up();
  expect(second.systems.map((system) => [system.name, system.state])).toEqual(
    first.systems.map((system) => [system.name, 'working']),
  );
  expect(await stackIds(site)).toEqual(stacks);
  expect(second.dns).toEqual(first.dns);
  expect((await answerOf(site, 'ticketing.pw')).sort()).toEqual(edges);
  using aws = new Aws(site);
  const seoul = aws.client(S3Client, 'ap-northeast-2');
  expect((await seoul.send(new HeadObjectCommand(OBJECT))).ContentLength).toBe(4);
});
