import type { ElbStatus } from './error-page.ts';
import { REQUEST_LINE_BYTES_MAX } from './request-head.ts';

/** What node's parser says of bytes that are no request. */
export type ParseError = NodeJS.ErrnoException & { reason?: string; rawPacket?: Buffer };

/** The answer to what could not be parsed; undefined when there is nobody left to answer. */
export function statusOfParseError(error: ParseError): ElbStatus | undefined {
  switch (error.code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return undefined;
    case 'HPE_INVALID_TRANSFER_ENCODING':
      // Both Content-Length and Transfer-Encoding: a known coding, but where the body ends is in
      // doubt (RFC 9112, section 6.3: "ought to be handled as an error").
      return error.reason?.includes('Content-Length') === true ? 400 : 501;
    case 'HPE_INVALID_VERSION':
      return error.reason?.includes('CRLF') === true ? 400 : 505;
    case 'HPE_HEADER_OVERFLOW':
      return hasLongLine(error.rawPacket) ? 414 : 400;
    default:
      return 400;
  }
}

/**
 * Whether a line of the packet that was too much is longer than a request line may be. Which line
 * it is cannot be told where the head began in an earlier packet.
 */
function hasLongLine(packet: Buffer | undefined): boolean {
  const end = packet?.indexOf('\r\n') ?? -1;
  return end < 0 || end > REQUEST_LINE_BYTES_MAX;
}
