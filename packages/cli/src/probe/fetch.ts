import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { localPort } from '@understudy/contract';
import type { EngineInfo } from '@understudy/engine';
import { exchange, openConnection, type AnswerHeaders } from '@understudy/wire/http-client';
import { ask } from './resolve.ts';

export interface FetchResult {
  status: number;
  headers: AnswerHeaders;
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
  const socket = await openConnection(
    {
      host: address,
      port: localPort(Number(port || (secure ? 443 : 80)), {
        privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000,
      }),
      ...(secure && { tls: { ca: readFileSync(info.caFile), servername: hostname } }),
    },
    AbortSignal.timeout(options.withinMs ?? FETCH_WALL_MS_MAX),
  );
  const certificate =
    socket instanceof TLSSocket ? socket.getPeerCertificate().subjectaltname : undefined;
  const answer = await exchange(socket, {
    path: pathname + search,
    method: options.method ?? 'GET',
    headers: { host: hostname, ...options.headers },
  });
  const { status, headers } = answer;
  return { status, headers, body: await beginningOf(answer.body), address, certificate };
}

async function beginningOf(body: Readable): Promise<string> {
  let text = '';
  for await (const chunk of body.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > BODY_BYTES_MAX) break;
  }
  return text;
}

async function addressOf(info: EngineInfo, hostname: string): Promise<string> {
  const { addresses, responseCode } = await ask(info, { name: hostname, type: 'A' });
  const [first] = addresses;
  if (first === undefined)
    throw new Error(`the resolver has no address for ${hostname} (${responseCode})`);
  return first;
}
