import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { request, visitUntil, type Answer } from '../support/visitor.ts';

/** Seats that are sold through the public name, in the region that it leads to. */

const SEOUL = 'ap-northeast-2';
const VIRGINIA = 'us-east-1';
const WITHIN_MS = 60_000;

let site: ExampleSite;
let aws: Aws;
/** Somebody else's service, on a port of this machine. */
const payments = { status: 204, server: createServer() };

beforeAll(async () => {
  payments.server.on('request', (_, response) => response.writeHead(payments.status).end());
  payments.server.listen(0, '127.0.0.1');
  await once(payments.server, 'listening');
  const { port } = payments.server.address() as AddressInfo;
  site = new ExampleSite();
  const environment = `environment: { PAYMENTS_URL: 'http://localhost:${port}/pay' }`;
  site.edit('understudy.config.ts', "app: './web',", `app: './web', ${environment},`);
  await site.up('--speed', '20');
  aws = new Aws(site);
}, 120_000);
afterAll(async () => {
  aws[Symbol.dispose]();
  payments.server.close();
  await site[Symbol.asyncDispose]();
});

function reserve(seat: string, reservation: string = randomUUID()): Promise<Answer> {
  const body = { seat, reservation };
  return request(site, { method: 'POST', path: '/api/reservations', body });
}

async function bucketIn(region: string): Promise<{ client: S3Client; Bucket: string }> {
  const output = await aws.outputs(`ticketing-${region}`, region);
  return { client: aws.client(S3Client, region), Bucket: output('DataBucket') };
}

async function replicated(seat: string, region: string): Promise<void> {
  const { client, Bucket } = await bucketIn(region);
  const about = { Bucket, Key: `reservations/${seat}.json` };
  const found = await until(
    `${seat} is in ${region}`,
    () => client.send(new HeadObjectCommand(about)).catch(() => undefined),
    { withinMs: WITHIN_MS },
  );
  expect(found.ReplicationStatus).toBe('REPLICA');
}

/** Whose the seat was and is there, the latest first. */
async function soldTo(seat: string, region: string): Promise<string[]> {
  const { client, Bucket } = await bucketIn(region);
  const Key = `reservations/${seat}.json`;
  const { Versions: versions = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
  );
  return Promise.all(
    versions.map(async ({ VersionId = '' }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      const text = (await Body?.transformToString()) ?? '{}';
      return (JSON.parse(text) as { reservation: string }).reservation;
    }),
  );
}

test('a seat is sold once, may be asked for again, and comes to the other region', async () => {
  const [mine, yours] = [randomUUID(), randomUUID()];
  const first = await reserve('moonlight-A12', mine);
  expect(first).toMatchObject({
    status: 201,
    body: { reservation: mine, seat: 'moonlight-A12', region: SEOUL },
  });
  expect(await reserve('moonlight-A12', mine)).toEqual({ status: 200, body: first.body });
  expect(await reserve('moonlight-A12', yours)).toEqual({
    status: 409,
    body: { error: 'taken', by: mine },
  });
  expect(await reserve('no/seat')).toMatchObject({ status: 400 });
  const one = await request(site, { path: '/api/reservations/moonlight-A12' });
  expect(one).toEqual({ status: 200, body: first.body });
  expect(await request(site, { path: '/api/reservations' })).toEqual({
    status: 200,
    body: { seats: ['moonlight-A12'], more: false },
  });
  await replicated('moonlight-A12', VIRGINIA);
  const rivals = await Promise.all(Array.from({ length: 8 }, () => reserve('moonlight-A1')));
  expect(rivals.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
});

test('seats are sold while the control plane hangs', async () => {
  await site.run(['fault', 'control-plane', '--mode', 'hang']);
  expect(await reserve('paper-B1')).toMatchObject({ status: 201, body: { region: SEOUL } });
  await site.run(['heal']);
});

test('payments that do not answer sell nothing', async () => {
  payments.status = 500;
  expect(await reserve('paper-C1')).toEqual({
    status: 502,
    body: { error: 'payments do not answer' },
  });
  payments.status = 204;
  expect(await reserve('paper-C1')).toMatchObject({ status: 201 });
});

test('a bucket that fails is told, and the page is there without it', async () => {
  await site.run(['fault', 's3', SEOUL]);
  expect(await reserve('paper-C2')).toMatchObject({ status: 503 });
  expect(await request(site, { path: '/' })).toMatchObject({ status: 200 });
  await site.run(['heal']);
});

test('two regions that do not hear of each other sell a seat twice, and both find it', async () => {
  const [seoul, virginia] = [randomUUID(), randomUUID()];
  await site.run(['fault', 'replication', SEOUL]);
  expect(await reserve('neon-A1', seoul)).toMatchObject({ status: 201, body: { region: SEOUL } });
  await site.run(['fault', 'region', SEOUL]);
  await visitUntil(site, ({ region }) => region === VIRGINIA, { withinMs: WITHIN_MS });
  expect(await reserve('neon-A1', virginia)).toMatchObject({
    status: 201,
    body: { region: VIRGINIA },
  });
  expect(await reserve('neon-A2')).toMatchObject({ status: 201, body: { region: VIRGINIA } });
  await site.run(['heal']);
  await replicated('neon-A2', SEOUL);
  for (const region of [SEOUL, VIRGINIA])
    await until(
      `both sales are in ${region}`,
      async () => {
        const sold = await soldTo('neon-A1', region).catch((): string[] => []);
        return [seoul, virginia].every((each) => sold.includes(each)) || undefined;
      },
      { withinMs: WITHIN_MS },
    );
  expect((await soldTo('neon-A1', SEOUL))[0]).toBe((await soldTo('neon-A1', VIRGINIA))[0]);
});
