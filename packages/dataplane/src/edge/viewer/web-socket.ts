import type { Duplex } from 'node:stream';
import type { Clock } from '@understudy/contract';
import { headerCase } from '../../http/header-case.ts';
import type { UpgradedOrigin } from '../origin/origin-upgrade.ts';

/**
 * "If CloudFront hasn't detected any bytes sent from the origin to the client within the past 10
 * minutes, the connection is assumed to be idle and is closed."
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-websockets
 */
export const WEB_SOCKET_IDLE_MS = 600_000;

/** An origin's WebSocket, and the headers that the viewer is told so with. */
export interface OpenedWebSocket extends UpgradedOrigin {
  headers: Readonly<Record<string, string | string[]>>;
}

/** Joins a viewer's connection and an origin's, until either closes or the origin falls silent. */
export function joinWebSocket(
  opened: OpenedWebSocket,
  viewer: { socket: Duplex; early: Buffer },
  clock: Clock,
): void {
  const { socket, early } = opened;
  viewer.socket.write(switchingProtocols(opened), 'latin1');
  if (early.length > 0) viewer.socket.write(early);
  if (viewer.early.length > 0) socket.write(viewer.early);
  let heardMs = clock.nowMs();
  socket.on('data', () => (heardMs = clock.nowMs()));
  const end = (): void => {
    timer.cancel();
    socket.destroy();
    viewer.socket.destroy();
  };
  const check = (): void => {
    const leftMs = heardMs + WEB_SOCKET_IDLE_MS - clock.nowMs();
    if (leftMs <= 0) end();
    else timer = clock.after(leftMs, check);
  };
  let timer = clock.after(WEB_SOCKET_IDLE_MS, check);
  for (const [from, to] of [
    [socket, viewer.socket],
    [viewer.socket, socket],
  ] as const) {
    from.on('error', end);
    from.on('close', end);
    from.pipe(to);
  }
}

function switchingProtocols({ answer, headers }: OpenedWebSocket): string {
  const lines = [`HTTP/1.1 101 ${answer.statusMessage ?? 'Switching Protocols'}`];
  lines.push('Connection: Upgrade', 'Upgrade: websocket');
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value].flat()) lines.push(`${headerCase(name)}: ${one}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
