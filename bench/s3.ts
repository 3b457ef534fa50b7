import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localPort, type RegionDocument } from '@understudy/contract';
import { signRequest } from '@understudy/wire';
import { Aws } from '../test/support/aws.ts';
import { ExampleSite, type StatusReport } from '../test/support/site.ts';
import { atMost, measured, type Figure } from './support/figures.ts';
import { costsInTurn, pidOf, type Way } from './support/in-turn.ts';
import { load, type LoadTarget } from './support/raw-load.ts';

const REGION = 'ap-northeast-2';
const BUCKET = 'bench-of-s3';
const CONNECTIONS = 16;

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
  const { plain, secure, endpoint } = await costsInTurn(waysOf(site, report));
  return [
    measured('S3 GET of 4 KiB at the store by HTTP: CPU', plain, 'µs'),
    measured('S3 GET of 4 KiB at the store by HTTPS: CPU', secure, 'µs'),
    measured('S3 GET of 4 KiB through the endpoint: CPU', endpoint, 'µs'),
    measured('the last against HTTP', endpoint / plain, 'times'),
    atMost('the last against HTTPS', endpoint / secure, 'times', 1.4),
  ];
}

function waysOf(
  site: ExampleSite,
  report: StatusReport,
): Record<'plain' | 'secure' | 'endpoint', Way> {
  const store = storeOf(site);
  const [controlPlane, region] = [pidOf(report, 'control-plane'), pidOf(report, REGION)];
  const { port } = new URL(site.endpoint.endpoint);
  const servername = `s3.${REGION}.amazonaws.com`;
  // Signed anew for each round, by the time of that.
  const to = (target: LoadTarget) => (ms: number) =>
    load(target, requestTo(site, target), { connections: CONNECTIONS, ms });
  const { address: host } = store;
  return {
    plain: { pids: [region], load: to({ host, port: store.port }) },
    secure: { pids: [region], load: to({ host, port: store.securePort, servername }) },
    endpoint: {
      pids: [controlPlane, region],
      load: to({ host: '127.0.0.1', port: Number(port) }),
    },
  };
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
