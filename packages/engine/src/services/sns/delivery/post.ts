import { Resolver } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv4 } from 'node:net';
import { rootCertificates } from 'node:tls';

export interface Letter {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Sends a message to an HTTP or HTTPS endpoint. Resolves with the status of the answer; rejects
 * with an Error whose message says why there was none.
 */
export type Post = (letter: Letter, signal: AbortSignal) => Promise<number>;

const ANSWER_BYTES_MAX = 65_536;
const DNS_TIMEOUT_WALL_MS = 2_000;
const DNS_TRIES = 2;

export interface PostOptions {
  /** The engine's resolver: no other is asked. */
  resolver: { address: string; port: number };
  /** The port that a listener for AWS's port has on this machine. */
  localPort(port: number): number;
  /** Of the engine's certificate authority; trusted beside the public ones. */
  rootPem: string;
}

/** Reaches this machine alone: whatever a subscription says, nothing is sent beyond loopback. */
export function loopbackPost(options: PostOptions): Post {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_WALL_MS, tries: DNS_TRIES });
  resolver.setServers([`${options.resolver.address}:${options.resolver.port}`]);
  return async (letter, signal) => {
    const url = new URL(letter.url);
    const address = await loopbackAddress(url.hostname, (name) => resolver.resolve4(name));
    return exchange(letter, { url, address, signal, options });
  };
}

/**
 * Where a host is on this machine; rejects for one that is elsewhere. The address that was looked
 * at is the one that is connected to, so that no second answer can lead away.
 */
export async function loopbackAddress(
  host: string,
  resolve: (name: string) => Promise<string[]>,
): Promise<string> {
  // RFC 6761, section 6.3.
  if (host === 'localhost' || host.endsWith('.localhost')) return '127.0.0.1';
  const addresses = isIPv4(host) ? [host] : await resolve(host);
  const local = addresses.find((address) => isIPv4(address) && address.startsWith('127.'));
  if (local !== undefined) return local;
  throw new Error(`${host} is at ${addresses.join(', ')}: nothing is sent beyond this machine`);
}

interface Way {
  url: URL;
  address: string;
  signal: AbortSignal;
  options: PostOptions;
}

function exchange(letter: Letter, way: Way): Promise<number> {
  const { url, address, signal, options } = way;
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port === '' ? (isSecure ? 443 : 80) : url.port);
  const body = Buffer.from(letter.body);
  const general = {
    method: 'POST',
    host: address,
    port: options.localPort(port),
    path: `${url.pathname}${url.search}`,
    headers: { ...letter.headers, host: url.host, 'content-length': body.length },
    agent: false,
    signal,
    ...(url.username === '' ? {} : { auth: credentials(url) }),
  };
  const secure = {
    // An address is no server name. RFC 6066, section 3.
    servername: isIPv4(url.hostname) ? '' : url.hostname,
    ca: [...rootCertificates, options.rootPem],
  };
  return new Promise((resolve, reject) => {
    const onResponse = (response: IncomingMessage): void => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) response.destroy();
      });
      response.once('close', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    };
    const request = isSecure
      ? requestHttps({ ...general, ...secure }, onResponse)
      : requestHttp(general, onResponse);
    request.once('error', reject);
    request.end(body);
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html */
function credentials(url: URL): string {
  return `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
}
