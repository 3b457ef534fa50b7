import { request as requestHttp, ServerResponse, type IncomingMessage } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { answerError, sendHead } from './exchange.ts';
import type { Forwarding } from './forward.ts';
import { forwardableHeaders } from './response-head.ts';
import type { InFlight } from '../targets/target.ts';

/** A viewer's connection that asks to become a WebSocket. */
export interface UpgradeAttempt {
  socket: Socket;
  /** What the viewer has sent already beyond the head. */
  head: Buffer;
}

/**
 * Asks the target to upgrade, and joins both connections when it does. Any other answer goes back
 * as it is (load-balancer-listeners: "Application Load Balancers provide native support for
 * WebSockets").
 */
export function forwardUpgrade(forwarding: Forwarding, attempt: UpgradeAttempt): void {
  const { exchange, group, nodeTarget, headers } = forwarding;
  const { loopbackAddress, port } = nodeTarget.target.registered;
  const destination = { loopbackAddress, port, protocol: group.config.protocol };
  const meter = exchange.site.meter.group(group.config.arn);
  meter.requests += 1;
  const inFlight: InFlight = { cutOff: () => void attempt.socket.destroy() };
  nodeTarget.target.inFlight.add(inFlight);
  attempt.socket.on('close', () => nodeTarget.target.inFlight.delete(inFlight));
  nodeTarget.dialer.dial(destination, (error, upstream) => {
    if (error) {
      meter.connectionErrors += 1;
      answerError(exchange, error.status);
      return;
    }
    if (attempt.socket.destroyed) {
      upstream.destroy();
      return;
    }
    const upgrade = exchange.request.headers.upgrade ?? 'websocket';
    const request = requestHttp({
      createConnection: () => upstream,
      method: exchange.request.method ?? 'GET',
      path: forwarding.path,
      headers: [...headers, 'Connection', 'Upgrade', 'Upgrade', upgrade],
    });
    // A target that says nothing is given up as any other: 504.
    upstream.setTimeout(exchange.site.idleWallMs, () => {
      if (!exchange.response.headersSent) answerError(exchange, 504);
      upstream.destroy();
    });
    attempt.socket.on('close', () => upstream.destroy());
    request.on('upgrade', (answer, _, early) => {
      meter.answered(101, 0);
      join({ attempt, upstream, answer, early, idleWallMs: exchange.site.idleWallMs });
    });
    request.on('response', (answer) => passOn(forwarding, answer));
    request.on('error', () => {
      if (!exchange.response.headersSent) answerError(exchange, 502);
    });
    request.end();
  });
}

function join(facts: {
  attempt: UpgradeAttempt;
  upstream: Socket;
  answer: IncomingMessage;
  early: Buffer;
  idleWallMs: number;
}): void {
  const { attempt, upstream, answer, early, idleWallMs } = facts;
  const { socket } = attempt;
  const lines = [`HTTP/1.1 101 ${answer.statusMessage ?? 'Switching Protocols'}`];
  for (let index = 0; index < answer.rawHeaders.length; index += 2)
    lines.push(`${answer.rawHeaders[index] ?? ''}: ${answer.rawHeaders[index + 1] ?? ''}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (early.length > 0) socket.write(early);
  if (attempt.head.length > 0) upstream.write(attempt.head);
  const end = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  // Whatever one side says goes to the other: the viewer's connection is idle exactly when both
  // are.
  upstream.setTimeout(0);
  upstream.removeAllListeners('timeout');
  socket.setTimeout(idleWallMs, end);
  pipeBoth(socket, upstream, end);
}

function pipeBoth(left: Duplex, right: Duplex, end: () => void): void {
  left.on('error', end);
  right.on('error', end);
  left.pipe(right);
  right.pipe(left);
}

function passOn(forwarding: Forwarding, answer: IncomingMessage): void {
  const { exchange, group } = forwarding;
  const status = answer.statusCode ?? 502;
  exchange.site.meter.group(group.config.arn).answered(status, 0);
  exchange.isLast = true;
  sendHead(exchange, {
    status,
    message: answer.statusMessage ?? '',
    headers: forwardableHeaders(answer.rawHeaders),
  });
  // A target that breaks off in the middle breaks the viewer's answer off, too.
  if (exchange.response instanceof ServerResponse)
    pipeline(answer, exchange.response, () => undefined);
}
