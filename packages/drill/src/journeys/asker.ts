import { exchange, openConnection, textOf, type Place } from '@understudy/wire/http-client';
import type { VisitAnswer, VisitRequest } from '../scenario/client.ts';
import {
  Client,
  headersOf,
  type Answered,
  type Ask,
  type ClientOptions,
  type Transport,
} from '../traffic/client.ts';
import type { Outcome } from '../traffic/sample.ts';

/** Told of each request when its outcome is known. */
export type OnAsked = (ask: { dueMs: number; outcome: Outcome }) => void;

/** Asks the site for a visit: a connection for each request, and the whole answer. */
export async function askSite(
  { siteUrl, client, onAsked }: { siteUrl: string; client: ClientOptions; onAsked: OnAsked },
  path: string,
  request: VisitRequest,
): Promise<VisitAnswer> {
  const url = new URL(path, siteUrl);
  if (url.origin !== new URL(siteUrl).origin)
    throw new Error(`'${path}' leads away from ${siteUrl}`);
  const body = request.json === undefined ? undefined : Buffer.from(JSON.stringify(request.json));
  const method = request.method ?? (body === undefined ? 'GET' : 'POST');
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...request.headers,
  };
  const kept = new WholeAnswer(headers);
  const dueMs = client.clock.nowMs();
  const outcome = await new Client(client, kept).ask({
    ...{ url, method },
    ...(body !== undefined && { body }),
  });
  onAsked({ dueMs, outcome });
  if (kept.answer === undefined)
    throw new Error(outcome.good ? 'no answer was kept' : `${outcome.layer}: ${outcome.kind}`);
  return kept.answer;
}

/** One request's answer, kept whole. */
class WholeAnswer implements Transport {
  answer: VisitAnswer | undefined;
  readonly #headers: Record<string, string>;

  constructor(headers: Record<string, string>) {
    this.#headers = headers;
  }

  async send({ url, method, body }: Ask, place: Place, signal: AbortSignal): Promise<Answered> {
    const socket = await openConnection(place, signal);
    const answered = await exchange(socket, {
      ...{ method, path: url.pathname + url.search },
      headers: { ...headersOf(url), ...this.#headers },
      ...(body !== undefined && { body }),
    });
    const text = await textOf(answered);
    const { status, headers } = answered;
    this.answer = { status, headers, text, json: () => JSON.parse(text) as unknown };
    return answered;
  }

  close(): void {
    return; // its connection ends with the answer
  }
}
