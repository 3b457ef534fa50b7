import { connect, type Socket } from 'node:net';
import { until } from '@understudy/contract/testing';
import {
  chunked,
  get,
  HOST,
  type HostileRequest,
  type Outcome,
  type Seen,
} from './hostile-request.ts';
import type { Http2Outcome, Http2Request } from './http2-requests.ts';
import { askHttp2 } from './http2-viewer.ts';
import type { Recorded, RecordingOrigin } from './recording-origin.ts';

const ANSWER_WITHIN_MS = 5_000;

export interface Tested {
  address: string;
  port: number;
  origin: RecordingOrigin;
  /** What the server itself writes for every origin; `*` stands for any text. */
  ownHeaders: Readonly<Record<string, string>>;
}

export interface Observed {
  statuses: number[];
  closed: boolean;
  requests: Recorded[];
}

/**
 * Sends a request, and then an honest one of another viewer. What was seen, and what should have
 * been: for a test to compare.
 */
export async function checkHostile(
  tested: Tested,
  request: HostileRequest,
  outcome: Outcome,
): Promise<{ seen: Observed; expected: Observed }> {
  const { origin } = tested;
  const expected = expectedOf(tested, outcome);
  origin.requests = [];
  const viewer = new Viewer(tested, request.bytes);
  await viewer.finished(expected);
  const honest = new Viewer(tested, get('/honest'));
  await honest.finished({ statuses: [200], closed: false, requests: [] });
  // What an endless head leaves unread breaks the connection: that is closed, too.
  const seen = { statuses: viewer.statuses(), closed: viewer.isClosed, requests: origin.requests };
  viewer.end();
  honest.end();
  const last = seen.requests.at(-1);
  if (last?.line !== 'GET /honest HTTP/1.1') throw new Error('the honest request is not the last');
  const requests = seen.requests.slice(0, -1).map((each) => masked(each, tested.ownHeaders));
  return { seen: { ...seen, requests }, expected };
}

/** What becomes of an upload whose chunks break off well after the origin has begun to get it. */
export async function checkBrokenUpload(
  tested: Tested,
): Promise<{ statuses: number[]; requests: string[]; broken: number }> {
  const { origin } = tested;
  origin.requests = [];
  const brokenBefore = origin.broken;
  const viewer = new Viewer(tested, chunked('3\r\nabc\r\n'));
  const within = { withinMs: ANSWER_WITHIN_MS, what: 'half an upload at the origin' };
  await until(() => origin.begun === 1, within);
  viewer.send('3\r\nabcd\r\n0\r\n\r\n');
  await viewer.finished({ statuses: [400], closed: true, requests: [] });
  await until(() => origin.broken > brokenBefore, { ...within, what: 'its end' });
  const requests = origin.requests.map((request) => request.line);
  return { statuses: viewer.statuses(), requests, broken: origin.broken - brokenBefore };
}

/** As `checkHostile`, for a request of HTTP/2; an answer of the origin's own is `passed`. */
export async function checkHttp2(
  tested: Tested,
  request: Http2Request,
  outcome: Http2Outcome,
): Promise<{ seen: unknown; expected: unknown }> {
  const { origin, ownHeaders } = tested;
  origin.requests = [];
  const to = { ...tested, serverName: HOST };
  const status = await askHttp2(to, request);
  const honest = await askHttp2(to, HONEST);
  const requests = origin.requests.slice(0, -1).map((each) => masked(each, ownHeaders));
  const expected =
    typeof outcome === 'object'
      ? { status: 200, honest: 200, requests: [recordOf(outcome, ownHeaders)] }
      : { status: outcome, honest: 200, requests: [] };
  return { seen: { status, honest, requests }, expected };
}

const HONEST = {
  headers: [
    [':method', 'GET'],
    [':scheme', 'https'],
    [':authority', HOST],
    [':path', '/honest'],
  ],
} as const;

class Viewer {
  readonly #socket: Socket;
  #heard = '';
  isClosed = false;

  constructor(to: { address: string; port: number }, bytes: string) {
    this.#socket = connect(to.port, to.address);
    this.#socket.on('data', (chunk: Buffer) => (this.#heard += chunk.toString('latin1')));
    this.#socket.on('close', () => (this.isClosed = true));
    this.#socket.on('error', () => undefined);
    this.#socket.write(bytes, 'latin1');
  }

  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1');
  }

  statuses(): number[] {
    // An answer begins where the one before it ends.
    return [...this.#heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
  }

  async finished(expected: Observed): Promise<void> {
    const given = AbortSignal.timeout(ANSWER_WITHIN_MS);
    while (!this.#isFinished(expected)) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#socket.once('data', resolve);
      this.#socket.once('close', resolve);
      const onLate = (): void => reject(new Error(`no more came after ${this.#heard}`));
      given.addEventListener('abort', onLate);
      await promise;
      given.removeEventListener('abort', onLate);
    }
  }

  #isFinished(expected: Observed): boolean {
    if (expected.closed || this.isClosed) return this.isClosed;
    const isAllThere = this.statuses().length >= expected.statuses.length;
    return isAllThere && /(\r\n\r\nok|<\/html>\s*)$/i.test(this.#heard);
  }

  end(): void {
    this.#socket.destroy();
  }
}

function expectedOf({ ownHeaders }: Tested, outcome: Outcome): Observed {
  if (typeof outcome === 'number') return { statuses: [outcome], closed: true, requests: [] };
  const statuses = outcome.requests.map(() => 200);
  if (outcome.then !== undefined) statuses.push(outcome.then);
  const requests = outcome.requests.map((request) => recordOf(request, ownHeaders));
  return { statuses, closed: outcome.closes, requests };
}

function recordOf(seen: Seen, ownHeaders: Readonly<Record<string, string>>): Recorded {
  const { line, headers = {}, body = '' } = seen;
  return { line, headers: { ...ownHeaders, ...headers }, body };
}

/**
 * Without what each hop says of its connection and of the body's length (the origin has taken both
 * by the letter), and with `*` for what changes each time.
 */
function masked(request: Recorded, ownHeaders: Readonly<Record<string, string>>): Recorded {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'connection' && /^(keep-alive|close)$/i.test(value)) continue;
    if (name === 'transfer-encoding' && value === 'chunked') continue;
    if (name === 'content-length' && Number(value) === request.body.length) continue;
    headers[name] = ownHeaders[name] === '*' ? value.replace(/[^, ]+(?: .*)?$/, '*') : value;
  }
  return { ...request, headers };
}
