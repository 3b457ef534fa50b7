import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface RouteRequest {
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; undefined where there was no body. */
  body: unknown;
}

export interface RouteAnswer {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What AWS does not have, below `/_understudy/`. Handlers throw `UnderstudyError`. */
export type Route = { method: string; path: string } & (
  | { handler: (request: RouteRequest) => RouteAnswer | Promise<RouteAnswer> }
  | {
      /** Takes the response over, for server-sent events. */
      stream: (request: IncomingMessage, response: ServerResponse) => void;
    }
);

export const CONTROL_PREFIX = '/_understudy/';
