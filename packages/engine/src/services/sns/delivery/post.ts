import { Resolver } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { rootCertificates } from 'node:tls';
import { askOnce } from '@understudy/wire/http-client';

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

async function exchange(letter: Letter, way: Way): Promise<number> {
  const { url, address, signal, options } = way;
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port === '' ? (isSecure ? 443 : 80) : url.port);
  const tls = {
    // An address is no server name. RFC 6066, section 3.
    servername: isIPv4(url.hostname) ? '' : url.hostname,
    ca: [...rootCertificates, options.rootPem],
  };
  const place = { host: address, port: options.localPort(port), ...(isSecure && { tls }) };
  const question = {
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: { ...letter.headers, host: url.host, ...credentials(url) },
    body: Buffer.from(letter.body),
  };
  const { status, body } = await askOnce(place, question, signal);
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) break;
  }
  return status;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html */
function credentials({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
