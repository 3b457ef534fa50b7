import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { explanationSchema, type Explained, type ExplanationOf } from '@understudy/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';

const SPEED = 20;
const WITHIN_MS = 30_000;
const SEOUL = 'ap-northeast-2';
const VIRGINIA = 'us-east-1';
const ASSETS = `ticketing-assets-111122223333-${SEOUL}`;

let site: ExampleSite;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', String(SPEED));
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

async function explain<A extends Explained>(
  about: A,
  ...words: string[]
): Promise<ExplanationOf<A>> {
  const { code, stdout, stderr } = await site.run(['explain', about, ...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const explanation = explanationSchema.parse(JSON.parse(stdout));
  expect(explanation.about).toBe(about);
  return explanation as ExplanationOf<A>;
}

async function refused(...words: string[]): Promise<string> {
  const { code, stderr } = await site.run(['explain', ...words]);
  expect(code).toBe(1);
  return stderr;
}

test('while all is well, each answer is explained by those who made it', async () => {
  const dns = await explain('dns', 'ticketing.pw');
  expect(JSON.stringify(dns.because)).toContain('failover routing: the primary is healthy');
  const request = await explain('request', 'https://ticketing.pw/api/whoami');
  expect(dns.answer.records).toContain(request.answer.address);
  expect(request.answer).toMatchObject({ status: 200, cache: 'Miss' });
  expect(JSON.stringify(request.because)).toContain(`${request.answer.instanceId}:80 in ${SEOUL}`);
  const { answer } = await explain('replication', `s3://${ASSETS}/planets.svg`);
  expect(answer).toMatchObject({ region: SEOUL, behind: { pending: 0 } });
  expect(Object.values(answer.versions[0]?.destinations ?? {})).toEqual(['COMPLETED']);
});

test('what does not exist is answered with what does', async () => {
  expect(await refused('dns', 'example.org')).toContain('ask for a name in ticketing.pw');
  expect(await refused('request', 'https://example.org/')).toContain('SubjectUnknown');
  expect(await refused('replication', 's3://nobody/x')).toContain(ASSETS);
  const groups = await refused('scaling', 'nobody');
  const [group = ''] = /ticketing-ap-northeast-2-\S+/.exec(groups) ?? [];
  const { answer } = await explain('scaling', group);
  expect(answer).toMatchObject({ region: SEOUL, desiredCapacity: 2, pending: [] });
  expect(answer.policies.map(({ to }) => to).toSorted()).toEqual([2, 3]);
});

test('who may do what is explained by the statement that lets them, or keeps them out', async () => {
  const seat = `s3://ticketing-data-111122223333-${SEOUL}/seat`;
  const put = [seat, '--action', 's3:PutObject'];
  const nobody = await refused('access', ...put, '--as', 'i-0');
  // The primary's are named first.
  const [instance = ''] = /i-[0-9a-f]{17}/.exec(nobody) ?? [];
  const app = await explain('access', ...put, '--as', instance);
  expect(app.answer).toMatchObject({ region: SEOUL, allowed: true, decidedBy: 'statement' });
  expect(app.answer.statements).toMatchObject([{ by: 'identity-based policy', effect: 'Allow' }]);
  expect(app.answer.statements[0]?.policy).toContain('FleetRole');
  const plain = await explain('access', ...put, '--as', instance, '--http');
  expect(plain.answer.statements).toMatchObject([{ by: 'resource-based policy', effect: 'Deny' }]);
  expect(plain.answer.error).toMatchObject({ code: 'AccessDenied' });

  const get = [`s3://${ASSETS}/planets.svg`, '--action', 's3:GetObject'];
  const visitor = await explain('access', ...get, '--as', 'anonymous');
  expect(visitor.answer).toMatchObject({ allowed: false, decidedBy: 'no-statement' });
  const several = await refused('access', ...get, '--as', 'cloudfront.amazonaws.com');
  const arns = several.match(/arn:aws:cloudfront::\d+:distribution\/\w+/g) ?? [];
  const edges = await Promise.all(arns.map((arn) => explain('access', ...get, '--as', arn)));
  expect(edges.filter(({ answer }) => answer.allowed)).toHaveLength(1);

  const looks = ['*', '--action', 'ec2:DescribeVpcs'];
  const call = await explain('access', ...looks, '--as', instance);
  expect(call.answer.error).toMatchObject({ code: 'UnauthorizedOperation' });
  expect((await explain('access', ...looks)).answer.decidedBy).toBe('administrator');
});

test('an object waits for a standby that is lost, and its explanation says so', async () => {
  await site.run(['fault', 'region', VIRGINIA]);
  using aws = new Aws(site);
  const client = aws.client(S3Client, SEOUL);
  await client.send(new PutObjectCommand({ Bucket: ASSETS, Key: 'late', Body: 'x' }));
  const waits = async (): Promise<true | undefined> => {
    const { answer, because } = await explain('replication', `s3://${ASSETS}/late`);
    const isSaid = JSON.stringify(because).includes('waits for its destination');
    return (answer.behind.pending > 0 && isSaid) || undefined;
  };
  await until('the wait', waits, { withinMs: WITHIN_MS });
  await site.run(['heal', VIRGINIA]);
  const arrived = async (): Promise<true | undefined> => {
    const { answer } = await explain('replication', `s3://${ASSETS}/late`);
    return Object.values(answer.versions[0]?.destinations ?? {})[0] === 'COMPLETED' || undefined;
  };
  await until('its arrival', arrived, { withinMs: WITHIN_MS });
});

test('when the primary is lost, the name and the request are explained by the standby', async () => {
  await site.run(['fault', 'region', SEOUL]);
  const moved = async (): Promise<true | undefined> => {
    const { answer } = await explain('request', 'https://ticketing.pw/api/whoami');
    return (answer.edge === null && answer.status === 200) || undefined;
  };
  await until('the standby', moved, { withinMs: WITHIN_MS });
  const dns = await explain('dns', 'ticketing.pw');
  expect(JSON.stringify(dns.because)).toContain('failover routing: the primary is unhealthy');
  expect(await refused('replication', `s3://${ASSETS}/late`)).toContain(`${SEOUL} is lost`);
  await site.run(['heal']);
});
