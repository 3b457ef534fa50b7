import type { Origin } from '@understudy/contract';

/** Why an origin gave no answer, and the status that the viewer gets for it. */
export class OriginError extends Error {
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OriginError';
    this.status = status;
  }
}

/** There was no connection to it: another attempt may make one. */
export class ConnectError extends OriginError {}

/** The viewer has gone: nobody wants the answer, and no origin is to blame. */
export class ViewerLeft extends Error {
  constructor() {
    super('the viewer has left');
    this.name = 'ViewerLeft';
  }
}

const NOT_CONNECTED: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
]);
/** The connection ended without an answer; the second is undici's word for that. */
const ENDED: ReadonlySet<string> = new Set(['ECONNRESET', 'UND_ERR_SOCKET']);

/**
 * What befell a request to an origin. `mayRepeat`: it went, without a body, over a kept connection.
 * That the origin closed it just now says nothing about the origin: another is opened.
 */
export function asOriginError(error: Error, origin: Origin, mayRepeat: boolean): OriginError {
  if (error instanceof OriginError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const kind =
    NOT_CONNECTED.has(code) || (mayRepeat && ENDED.has(code)) ? ConnectError : OriginError;
  return new kind(code === 'ETIMEDOUT' ? 504 : 502, `${origin.domainName}: ${error.message}`, {
    cause: error,
  });
}

export function notConnected(origin: Origin): ConnectError {
  const { domainName, connectionTimeoutSeconds } = origin;
  return new ConnectError(
    504,
    `no connection to ${domainName} within ${connectionTimeoutSeconds} s`,
  );
}

export function notAnswered({ domainName }: Origin, seconds: number): OriginError {
  return new OriginError(504, `${domainName} did not answer within ${seconds} s`);
}
