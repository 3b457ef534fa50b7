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

async function explain<A extends Explained>(about: A, word: string): Promise<ExplanationOf<A>> {
  const { code, stdout, stderr } = await site.run(['explain', about, word, '--json']);
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
