import { Resolver } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { rootCertificates } from 'node:tls';
import { errorText, type Clock } from '@understudy/contract';
import { askOnce, textOf } from '@understudy/wire/http-client';
import { loopbackAddress } from '../../services/sns/delivery/post.ts';

const DNS_TIMEOUT_WALL_MS = 4_000;
const DNS_TRIES = 1;
/** Below what the command line waits for the whole explanation. */
const ANSWER_WALL_MS_MAX = 22_000;
const BODY_BYTES_MAX = 64 * 1024 ** 2;

/** How a visitor on this machine gets anywhere. */
export interface VisitorOptions {
  /** The engine's own: no other is asked. */
  resolver: { address: string; port: number };
  /** The port that a listener for AWS's port has on this machine. */
  localPort(port: number): number;
  /** Of the engine's certificate authority. */
  rootPem: string;
  clock: Pick<Clock, 'wallMs'>;
}

export type Visit = { address: string | undefined; tookMs: number } & (
  | { status: number; headers: Readonly<Record<string, string | string[] | undefined>> }
  | { error: string }
);

/** One GET, as a fresh visitor sends it. Follows no redirect. */
export async function visit(
  options: VisitorOptions,
  url: URL,
  extra: Readonly<Record<string, string>>,
): Promise<Visit> {
  const startMs = options.clock.wallMs();
  const tookMs = (): number => Math.round(options.clock.wallMs() - startMs);
  let address: string | undefined;
  try {
    address = await addressOf(options, url.hostname);
    const answer = await askOnce(
      placeOf(options, url, address),
      {
        method: 'GET',
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, 'accept-encoding': 'gzip', ...extra },
      },
      AbortSignal.timeout(ANSWER_WALL_MS_MAX),
    );
    const answered = { address, tookMs: tookMs(), status: answer.status, headers: answer.headers };
    await textOf(answer, BODY_BYTES_MAX);
    return answered;
  } catch (error) {
    return { address, tookMs: tookMs(), error: errorText(error) };
  }
}

function addressOf({ resolver: { address, port } }: VisitorOptions, host: string): Promise<string> {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_WALL_MS, tries: DNS_TRIES });
  resolver.setServers([`${address}:${port}`]);
  return loopbackAddress(host, (name) => resolver.resolve4(name));
}

function placeOf(options: VisitorOptions, { protocol, port, hostname }: URL, address: string) {
  const isSecure = protocol === 'https:';
  const asked = Number(port === '' ? (isSecure ? 443 : 80) : port);
  const tls = {
    // An address is no server name. RFC 6066, section 3.
    servername: isIPv4(hostname) ? '' : hostname,
    ca: [...rootCertificates, options.rootPem],
  };
  return { host: address, port: options.localPort(asked), ...(isSecure && { tls }) };
}
