import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import type { Random } from '@understudy/contract';
import type { ExampleSite } from '../../test/support/site.ts';
import { answerOf, visit } from '../../test/support/visitor.ts';
import { mutateBytes, pick, wholeNumber } from '../support/mutate.ts';
import { Tally, type Verdict } from '../support/verdict.ts';

const REQUEST_BYTES_MAX = 64_000;
/** After our half of the connection is closed, how long the other half may stay open. */
const HANG_MS = 20_000;
/** So long an incomplete request is left open before our half is closed. */
const ANSWER_MS = 400;
const AT_ONCE = 40;
/** One in so many requests is sent as it is: what is behind the readers must be reached too. */
const UNCHANGED_ONE_IN = 4;
const HONEST_EACH = 500;
/** TCP_LISTEN in proc_pid_net(5). */
const LISTEN = '0A';

interface Place {
  name: string;
  address: string;
  port: number;
  host: string;
  /** The CA's certificates, where it speaks TLS. */
  ca?: Buffer;
}

/**
 * Broken requests at the edge, a load balancer, an S3 store, the AWS endpoint and the metadata
 * service.
 */
export async function mutateHttp(
  site: ExampleSite,
  options: { random: Random; times: number },
): Promise<Verdict> {
  const { random, times } = options;
  const tally = new Tally();
  const places = await placesOf(site);
  while (tally.tried < times) {
    const batch = Array.from({ length: AT_ONCE }, () => {
      const place = pick(random, places);
      const valid = validRequest(random, place);
      const isChanged = wholeNumber(random, UNCHANGED_ONE_IN - 1) > 0;
      return { place, bytes: isChanged ? mutateBytes(random, valid, REQUEST_BYTES_MAX) : valid };
    });
    await Promise.all(batch.map(({ place, bytes }) => exchange(tally, place, bytes)));
    tally.tried += AT_ONCE;
    if (tally.tried % HONEST_EACH < AT_ONCE) await visitHonestly(site, tally);
  }
  await visitHonestly(site, tally);
  return tally.verdict('mutated HTTP requests', 'requests');
}

async function placesOf(site: ExampleSite): Promise<Place[]> {
  const info = site.endpoint;
  const [edge = ''] = await answerOf(site, 'ticketing.pw');
  const network = Number(info.dns.address.split('.')[1]);
  const [seoul = '127.0.0.1', endpoint] = [`127.${network + 1}`, new URL(info.endpoint)];
  const ca = readFileSync(info.caFile);
  const at = (port: number): number => port + info.privilegedPortOffset;
  return [
    { name: 'edge', address: edge, port: at(80), host: 'ticketing.pw' },
    { name: 'edge by TLS', address: edge, port: at(443), host: 'ticketing.pw', ca },
    { name: 'load balancer', address: `${seoul}.16.1`, port: at(80), host: 'ticketing.pw' },
    { name: 'S3', address: `${seoul}.0.10`, port: at(80), host: 's3.ap-northeast-2.amazonaws.com' },
    ...listeningAt(`${seoul}.0.12`).map((port) => ({
      name: 'metadata',
      address: `${seoul}.0.12`,
      port,
      host: '169.254.169.254',
    })),
    {
      name: 'endpoint',
      address: endpoint.hostname,
      port: Number(endpoint.port),
      host: endpoint.host,
    },
  ];
}

/** Sends the bytes and takes the status line; what is not answered soon is ended from our side. */
function exchange(tally: Tally, place: Place, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    let head = '';
    const socket = connect(place);
    // Not at once: a server may take a closed half for a client that is gone.
    const ending = setTimeout(() => socket.end(), ANSWER_MS);
    const hanging = setTimeout(() => {
      tally.fail(`${place.name} kept the connection for ${HANG_MS / 1_000} s: ${shown(bytes)}`);
      socket.destroy();
    }, HANG_MS);
    socket.on('data', (data: Buffer) => {
      if (head.length < 200) head += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(ending);
      clearTimeout(hanging);
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
      const what = status === undefined ? 'closed without an answer' : `answered ${status[0]}xx`;
      tally.count(`${place.name} ${what}`);
      if (status === '500') tally.fail(`${place.name} answered 500: ${shown(bytes)}`);
      resolve();
    });
    socket.write(bytes);
  });
}

function connect({ address, port, host, ca }: Place): net.Socket {
  const options = { host: address, port, allowHalfOpen: true };
  return ca === undefined
    ? net.connect(options)
    : tls.connect({ ...options, ca, servername: host });
}

/**
 * Ports of an address at which something listens: the metadata service has one for each instance.
 */
function listeningAt(address: string): number[] {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  const wanted = octets.toReversed().join('').toUpperCase();
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return rows.flatMap((row) => {
    const [, local = '', , state] = row.trim().split(/\s+/);
    const [host, port = ''] = local.split(':');
    return host === wanted && state === LISTEN ? [Number.parseInt(port, 16)] : [];
  });
}

async function visitHonestly(site: ExampleSite, tally: Tally): Promise<void> {
  const page = await visit(site, 10_000).catch((error: unknown) => String(error));
  if (typeof page === 'string') tally.fail(`after ${tally.tried} requests a visitor got: ${page}`);
}

function validRequest(random: Random, { host }: Place): Buffer {
  const body = 'name=value';
  const head = pick(random, [
    `GET / HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
    `GET /api/whoami?x=1 HTTP/1.1\r\nHost: ${host}\r\nRange: bytes=0-9\r\nIf-None-Match: "x"\r\nConnection: close\r\n\r\n`,
    `POST /api/x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\na\r\n${body}\r\n0\r\n\r\n`,
    `PUT /bucket/key HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nx-amz-content-sha256: UNSIGNED-PAYLOAD\r\nAuthorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\nConnection: close\r\n\r\nabc`,
    `GET /latest/meta-data/ HTTP/1.1\r\nHost: ${host}\r\nX-aws-ec2-metadata-token: x\r\nConnection: close\r\n\r\n`,
    `PUT /latest/api/token HTTP/1.1\r\nHost: ${host}\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    `GET /chat HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    `OPTIONS * HTTP/1.0\r\nHost: ${host}\r\nCookie: a=b; c=d\r\n\r\n`,
  ]);
  return Buffer.from(head, 'latin1');
}

function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1').slice(0, 300));
}
