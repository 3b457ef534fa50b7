import { z } from 'zod';

/**
 * What a visitor of one's own site does, such as buying a ticket: a file's default export. Visits
 * begin at a constant rate all through a drill, whatever becomes of those before.
 */
export interface ClientDefinition {
  /** What a visit is, in words: `buy a ticket`. */
  name: string;
  /**
   * Between the beginnings of two visits: seconds of AWS time.
   * @default 1
   */
  everySeconds?: number;
  /** One visit. What it throws makes it one that failed. */
  visit(visit: Visit): Promise<void>;
  /**
   * Which write a stored object is of, by its content: the `id` that `acknowledged` was given.
   * Undefined: it is no write of a visit's.
   */
  idOf?(body: string): string | undefined;
  /**
   * Variables of the app that name what it asks beside AWS, such as `PAYMENTS_URL`: a drill on an
   * engine of its own answers 200 in its place, and can break it.
   */
  standIns?: readonly string[];
}

export interface Visit {
  /** From 1. */
  readonly number: number;
  /** Names this drill: for what a visit makes that others are not to meet. */
  readonly drill: string;
  /** From 0 to below 1, by the drill's seed. */
  random(): number;
  /**
   * Asks the site, as a new visitor: looks its name up where the TTL has passed, and opens a
   * connection. Resolves with whatever answer came; rejects where none did.
   */
  ask(path: string, request?: VisitRequest): Promise<VisitAnswer>;
  /** Waits so many seconds of AWS time. */
  sleep(seconds: number): Promise<void>;
  /** The site has said that the object `key` of its data bucket holds what `id` wrote. */
  acknowledged(write: { key: string; id: string }): void;
}

export interface VisitRequest {
  /** @default 'GET', or 'POST' with a body */
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

export interface VisitAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** @throws SyntaxError where the text is none */
  json(): unknown;
}

/** A site's own client: the default export of the file that the option `client` names. */
export function defineClient(client: ClientDefinition): ClientDefinition {
  return client;
}

export const DEFAULT_EVERY_SECONDS = 1;
const EVERY_SECONDS_MAX = 3_600;
const STAND_INS_MAX = 20;

const isFunction = (value: unknown): boolean => typeof value === 'function';

export const clientSchema = z.strictObject({
  name: z.string().min(1).max(100),
  everySeconds: z.number().positive().max(EVERY_SECONDS_MAX).exactOptional(),
  visit: z.custom<ClientDefinition['visit']>(isFunction, 'not a function'),
  standIns: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/))
    .max(STAND_INS_MAX)
    .exactOptional(),
  idOf: z
    .custom<NonNullable<ClientDefinition['idOf']>>(isFunction, 'not a function')
    .exactOptional(),
});
