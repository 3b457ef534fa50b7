import http from 'node:http';
import https from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { Clock, Origin } from '@understudy/contract';
import {
  asOriginError,
  notAnswered,
  notConnected,
  OriginError,
  ViewerLeft,
} from './origin-error.ts';
import { readTimeoutSeconds } from './origin-settings.ts';

/** An origin's connection that has become a WebSocket. */
export interface UpgradedOrigin {
  answer: http.IncomingMessage;
  socket: Duplex;
  /** What the origin has sent already beyond the head. */
  early: Buffer;
}

/** A request to become a WebSocket, and the way to who is asked. */
export interface UpgradeRequest {
  origin: Origin;
  host: string;
  port: number;
  localAddress: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Absent without TLS. */
  tls?: ConnectionOptions;
}

/**
 * Asks over a connection of its own, by node:http: undici tells nothing of the words of a 101, and
 * writes Connection and Upgrade in a case of its own (docs/adr/0009-one-http-client.md). Any other
 * answer is given as it is.
 * @throws OriginError
 */
export function requestUpgrade(
  { origin, headers, tls, ...way }: UpgradeRequest,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<UpgradedOrigin | http.IncomingMessage> {
  const asked = { Connection: 'Upgrade', Upgrade: 'websocket' };
  const request = (tls === undefined ? http : https).request({
    ...way,
    headers: { ...headers, ...asked },
    setHost: false,
    agent: false,
    ...tls,
  });
  return new Promise((resolve, reject) => {
    const connectTimer = clock.after(origin.connectionTimeoutSeconds * 1000, () =>
      request.destroy(notConnected(origin)),
    );
    request.once('socket', (socket) =>
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => connectTimer.cancel()),
    );
    const waitSeconds = readTimeoutSeconds(origin);
    request.setTimeout(clock.toWallMs(waitSeconds * 1000), () =>
      request.destroy(notAnswered(origin, waitSeconds)),
    );
    const onLeft = (): void => void request.destroy(new ViewerLeft());
    if (signal.aborted) onLeft();
    signal.addEventListener('abort', onLeft, { once: true });
    request.once('close', () => signal.removeEventListener('abort', onLeft));
    request.once('response', resolve);
    // As of any other question:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#Response100Continue
    request.once('continue', () =>
      request.once('continue', () => {
        const refused = new OriginError(502, `${origin.domainName} answered 100 twice`);
        reject(refused); // the answer itself may have come with it
        request.destroy(refused);
      }),
    );
    request.once('upgrade', (answer, socket, early) => {
      socket.setTimeout(0);
      resolve({ answer, socket, early });
    });
    request.on('error', (error) => {
      connectTimer.cancel();
      reject(error instanceof ViewerLeft ? error : asOriginError(error, origin, false));
    });
    request.end();
  });
}
