import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localPort, type RegionDocument } from '@understudy/contract';
import { signRequest } from '@understudy/wire';
import { Aws } from '../test/support/aws.ts';
import { ExampleSite, type StatusReport } from '../test/support/site.ts';
import { cpuMicroseconds } from './support/cpu.ts';
import { atMost, measured, type Figure } from './support/figures.ts';
import { load, type LoadTarget } from './support/raw-load.ts';

const REGION = 'ap-northeast-2';
const BUCKET = 'bench-of-s3';
const CONNECTIONS = 16;
const ROUNDS = 3;
const ROUND_MS = 3_000;
const WARM_MS = 2_000;

/**
 * What a GET of 4 KiB costs at the endpoint, where every client sends it, and at the region's store
 * itself.
 */
export async function measureS3(): Promise<Figure[]> {
  await using site = new ExampleSite();
  const report = await site.up();
  using aws = new Aws(site);
  const client = aws.client(S3Client, REGION);
  await client.send(
    new CreateBucketCommand({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  const Body = Buffer.alloc(4096, 'x');
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'object', Body }));
  const ways = waysOf(site, report);
  const costs = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  for (const way of Object.values(ways)) await cost(site, way, WARM_MS);
  // In turn, so that what else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, way] of Object.entries(ways))
      costs.get(name)?.push(await cost(site, way, ROUND_MS));
  const us = (way: string): number => median(costs.get(way) ?? []);
  return [
    measured('S3 GET of 4 KiB at the store by HTTP: CPU', us('plain'), 'µs'),
    measured('S3 GET of 4 KiB at the store by HTTPS: CPU', us('secure'), 'µs'),
    measured('S3 GET of 4 KiB through the endpoint: CPU', us('endpoint'), 'µs'),
    measured('the last against HTTP', us('endpoint') / us('plain'), 'times'),
    atMost('the last against HTTPS', us('endpoint') / us('secure'), 'times', 1.4),
  ];
}

interface Way {
  target: LoadTarget;
  pids: readonly number[];
}

function waysOf(site: ExampleSite, report: StatusReport): Record<string, Way> {
  const pid = (name: string): number => {
    const found = report.processes.find((one) => one.name === name)?.pid;
    if (found == null) throw new Error(`process ${name} does not run`);
    return found;
  };
  const store = storeOf(site);
  const region = pid(REGION);
  const { port } = new URL(site.endpoint.endpoint);
  const servername = `s3.${REGION}.amazonaws.com`;
  return {
    plain: { target: { host: store.address, port: store.port }, pids: [region] },
    secure: {
      target: { host: store.address, port: store.securePort, servername },
      pids: [region],
    },
    endpoint: {
      target: { host: '127.0.0.1', port: Number(port) },
      pids: [pid('control-plane'), region],
    },
  };
}

/** Microseconds of CPU a request, in all processes that have a part in it. */
async function cost(site: ExampleSite, { target, pids }: Way, ms: number): Promise<number> {
  const before = cpuMicroseconds(pids);
  const answered = await load(target, requestTo(site, target), { connections: CONNECTIONS, ms });
  return (cpuMicroseconds(pids) - before) / answered;
}

function requestTo(site: ExampleSite, { host, port }: LoadTarget): Buffer {
  const { accessKeyId, secretAccessKey } = site.endpoint;
  const headers = signRequest({
    ...{ method: 'GET', host: `${host}:${port}`, path: `/${BUCKET}/object`, query: '' },
    ...{ headers: {}, payload: 'UNSIGNED-PAYLOAD', region: REGION, service: 's3' },
    key: { accessKeyId, secretAccessKey },
    wallMs: Date.now(),
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET /${BUCKET}/object HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** Where the region's store listens: its document says it. */
function storeOf({ state }: ExampleSite): { address: string; port: number; securePort: number } {
  const file = path.join(state, 'regions', REGION, 'document.json');
  const { store, ports } = JSON.parse(readFileSync(file, 'utf8')) as RegionDocument;
  const [port, securePort] = [localPort(80, ports), localPort(443, ports)];
  return { address: store.address, port, securePort };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
