import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { localPort } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import { ask } from './resolve.ts';

export interface FetchResult {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
  /** Where the name led to. */
  address: string;
  /** Issuer and subject names of the verified certificate. */
  certificate: string | undefined;
}

export interface FetchOptions {
  method?: string;
  headers?: Record<string, string>;
  /** Instead of what the resolver says. */
  address?: string;
  withinMs?: number;
}

const FETCH_WALL_MS_MAX = 8_000;
const BODY_BYTES_MAX = 1_000_000;

/**
 * As a fresh visitor: asks the engine's resolver, opens a new connection, verifies the certificate
 * against the engine's CA. Follows no redirect.
 */
export async function fetchAsVisitor(
  info: EngineInfo,
  url: string,
  options: FetchOptions = {},
): Promise<FetchResult> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const secure = protocol === 'https:';
  const address = options.address ?? (await addressOf(info, hostname));
  const request = (secure ? https : http).request({
    host: address,
    port: localPort(Number(port || (secure ? 443 : 80)), {
      privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000,
    }),
    path: pathname + search,
    method: options.method ?? 'GET',
    headers: { host: hostname, ...options.headers },
    agent: false,
    signal: AbortSignal.timeout(options.withinMs ?? FETCH_WALL_MS_MAX),
    ...(secure && { ca: readFileSync(info.caFile), servername: hostname }),
  });
  request.end();
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  const certificate = secure
    ? (response.socket as TLSSocket).getPeerCertificate().subjectaltname
    : undefined;
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) {
    body += chunk as string;
    if (body.length > BODY_BYTES_MAX) break;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body,
    address,
    certificate,
  };
}

async function addressOf(info: EngineInfo, hostname: string): Promise<string> {
  const { addresses, responseCode } = await ask(info, { name: hostname, type: 'A' });
  const [first] = addresses;
  if (first === undefined)
    throw new Error(`the resolver has no address for ${hostname} (${responseCode})`);
  return first;
}
