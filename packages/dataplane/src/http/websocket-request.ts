import type { IncomingMessage } from 'node:http';

/**
 * Whether a request asks to become a WebSocket as RFC 6455, section 4.1 has it: a GET of HTTP/1.1
 * without a body that names `websocket` in Upgrade, and Upgrade in Connection. Any other Upgrade is
 * as if it were not there (RFC 9110, section 7.8).
 */
export function isWebSocketRequest(
  request: Pick<IncomingMessage, 'method' | 'httpVersion' | 'headers'>,
): boolean {
  const { method, httpVersion, headers } = request;
  if (method !== 'GET' || httpVersion !== '1.1') return false;
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined)
    return false;
  return headers.upgrade?.toLowerCase() === 'websocket' && listsUpgrade(headers.connection);
}

function listsUpgrade(connection: string | undefined): boolean {
  return (connection ?? '').split(',').some((name) => name.trim().toLowerCase() === 'upgrade');
}
