import type { IncomingMessage, ServerResponse } from 'node:http';
import { UnderstudyError, type ErrorCode } from '@understudy/contract';
import { AwsError, collectBody } from '@understudy/wire';
import { CONTROL_BODY_BYTES_MAX, STREAMS_MAX } from './bounds.ts';
import { admit, type Admission } from './guard.ts';
import type { Route } from './routes.ts';

/** Serves `/_understudy/`: guards it, finds the route, speaks JSON. */
export class ControlRoutes {
  readonly #routes: readonly Route[];
  readonly #token: string;
  #openStreams = 0;

  readonly #onInternalError: (error: unknown, what: string) => void;

  constructor(options: {
    routes: readonly Route[];
    token: string;
    onInternalError(error: unknown, what: string): void;
  }) {
    this.#routes = options.routes;
    this.#token = options.token;
    this.#onInternalError = (error, what) => options.onInternalError(error, what);
  }

  async serve(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const { headers, rawHeaders } = request;
    const admission = admit({ headers, rawHeaders, query }, { port, token: this.#token });
    if (admission !== 'admitted') return sendRefusal(request, response, admission);
    const onPath = this.#routes.filter(({ path }) => path === pathname);
    const route = onPath.find(({ method }) => method === request.method);
    if (route === undefined) return sendNoRoute(request, response, onPath);
    if ('stream' in route) return this.#stream(route, request, response);
    try {
      const body = await readJson(request);
      const answer = await route.handler({ query, headers: request.headers, body });
      sendJson(response, answer.status, answer.body, answer.headers);
    } catch (error) {
      if (!isKnown(error)) this.#onInternalError(error, `${request.method} ${pathname}`);
      sendError(response, error);
    }
  }

  #stream(
    route: Extract<Route, { stream: unknown }>,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (this.#openStreams >= STREAMS_MAX)
      return sendJson(response, 503, {
        error: new UnderstudyError('UsageInvalid', {
          message: `more than ${STREAMS_MAX} event streams are open`,
          hint: 'close some of them',
        }).toJSON(),
      });
    this.#openStreams += 1;
    response.once('close', () => (this.#openStreams -= 1));
    // Events may be far apart; the connection is not idle for that.
    request.socket.setTimeout(0);
    route.stream(request, response);
    response.flushHeaders();
  }
}

const REFUSALS: Record<Exclude<Admission, 'admitted'>, { status: number; message: string }> = {
  'foreign-host': { status: 403, message: 'the request was sent to a foreign host name' },
  'foreign-origin': { status: 403, message: 'the request comes from a foreign origin' },
  'no-token': { status: 401, message: 'the request has no valid token' },
};

function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Exclude<Admission, 'admitted'>,
): void {
  const { status, message } = REFUSALS[admission];
  request.resume();
  sendJson(response, status, { error: new UnderstudyError('AccessRefused', { message }).toJSON() });
}

function sendNoRoute(
  request: IncomingMessage,
  response: ServerResponse,
  onPath: readonly Route[],
): void {
  const error = new UnderstudyError('UsageInvalid', {
    message: `there is no ${request.method} ${request.url?.split('?')[0]}`,
  });
  request.resume();
  if (onPath.length === 0) return sendJson(response, 404, { error: error.toJSON() });
  const allow = onPath.map(({ method }) => method).join(', ');
  sendJson(response, 405, { error: error.toJSON() }, { allow });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await collectBody(request, CONTROL_BODY_BYTES_MAX)).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnderstudyError('UsageInvalid', { message: 'the body is not JSON', cause });
  }
}

/** What differs from 400 for the user's errors and 500 for ours. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  RegionUnknown: 404,
  InstanceUnknown: 404,
  SubjectUnknown: 404,
  RegionUnavailable: 503,
};

function isKnown(thrown: unknown): boolean {
  return thrown instanceof AwsError || thrown instanceof UnderstudyError;
}

function sendError(response: ServerResponse, thrown: unknown): void {
  if (thrown instanceof AwsError)
    return sendJson(response, thrown.status, {
      error: new UnderstudyError('UsageInvalid', { message: thrown.message }).toJSON(),
    });
  if (thrown instanceof UnderstudyError) {
    const status = STATUSES[thrown.code] ?? (thrown.fault === 'user' ? 400 : 500);
    return sendJson(response, status, { error: thrown.toJSON() });
  }
  const error = new UnderstudyError('Internal', {
    message: 'the engine failed to answer; its log says why',
  });
  sendJson(response, 500, { error: error.toJSON() });
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
