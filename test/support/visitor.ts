import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { EngineInfo } from '@understudy/engine';
import * as dnsPacket from 'dns-packet';
import type { ExampleSite } from './site.ts';

export interface Page {
  region: string;
  zone: string;
  instance: string;
  /** The certificate was verified against the engine's CA. */
  secure: boolean;
}

export interface Answer {
  status: number;
  /** Read where it is JSON. */
  body: unknown;
}

/**
 * A fresh visitor: asks the resolver, opens a new connection, verifies the certificate, reads who
 * answered.
 */
export async function visit(site: ExampleSite, withinMs = 3_000): Promise<Page> {
  const { status, body } = await request(site, { path: '/api/whoami', withinMs });
  if (status !== 200) throw new Error(`answered ${status}`);
  return { ...(body as Omit<Page, 'secure'>), secure: true };
}

/** What a fresh visitor is answered, whatever the status. */
export async function request(
  site: ExampleSite,
  options: { method?: string; path: string; body?: object; withinMs?: number },
): Promise<Answer> {
  const info = site.endpoint;
  const { method = 'GET', path, body, withinMs = 3_000 } = options;
  const host = await resolve(info, 'ticketing.pw');
  return await new Promise<Answer>((fulfil, reject) => {
    const sent = https.request(
      {
        host,
        port: 443 + info.privilegedPortOffset,
        ...{ method, path, servername: 'ticketing.pw', agent: false },
        headers: { host: 'ticketing.pw', ...(body && { 'content-type': 'application/json' }) },
        ca: readFileSync(info.caFile),
        signal: AbortSignal.timeout(withinMs),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => fulfil({ status: response.statusCode ?? 0, body: read(text) }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Visits again and again, failures included, until a page is as wanted. */
export async function visitUntil(
  site: ExampleSite,
  wanted: (page: Page) => boolean,
  options: { withinMs: number },
): Promise<Page> {
  const deadlineMs = performance.now() + options.withinMs;
  let last: unknown;
  while (performance.now() < deadlineMs) {
    try {
      const page = await visit(site);
      if (wanted(page)) return page;
      last = page;
    } catch (error) {
      last = error;
    }
    await new Promise((fulfil) => setTimeout(fulfil, 50));
  }
  throw new Error(
    `no such page within ${options.withinMs} ms; last: ${last instanceof Error ? last.message : JSON.stringify(last)}\n${site.log()}`,
  );
}

/**
 * The addresses that the resolver gives now, or that the zone's first name server would give it.
 */
export async function answerOf(
  site: ExampleSite,
  name: string,
  server: 'resolver' | 'name-server' = 'resolver',
): Promise<string[]> {
  const { dns } = site.endpoint;
  // Name servers have the addresses 127.B.1.1 to 127.B.1.4, where the resolver is 127.B.0.2.
  const address = server === 'resolver' ? dns.address : dns.address.replace(/0\.2$/, '1.1');
  return await ask({ address, port: dns.port }, name);
}

async function resolve({ dns }: EngineInfo, name: string): Promise<string> {
  const [address] = await ask(dns, name);
  if (address === undefined) throw new Error(`${name} has no address`);
  return address;
}

async function ask(server: { address: string; port: number }, name: string): Promise<string[]> {
  const socket = dgram.createSocket('udp4');
  try {
    const answer = new Promise<Buffer>((fulfil, reject) => {
      socket.once('message', fulfil);
      socket.once('error', reject);
      setTimeout(() => reject(new Error(`no answer for ${name}`)), 3_000).unref();
    });
    const question = { type: 'query', id: 7, flags: dnsPacket.RECURSION_DESIRED } as const;
    const query = dnsPacket.encode({ ...question, questions: [{ type: 'A', name }] });
    socket.send(query, server.port, server.address);
    const answers = dnsPacket.decode(await answer).answers ?? [];
    return answers.flatMap((record) => (record.type === 'A' ? [record.data] : []));
  } finally {
    socket.close();
  }
}
