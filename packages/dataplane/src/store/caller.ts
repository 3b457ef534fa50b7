import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import {
  AwsError,
  authorityOf,
  CLIENT_ADDRESS_HEADER,
  isLoopbackName,
  isS3Host,
  shownHost,
  toldClientAddress,
  type PayloadDecoder,
  type SignatureResult,
} from '@understudy/wire';
import type { Caller } from './core.ts';
import { REQUEST_HEADER_BYTES_MAX } from './bounds.ts';
import { accessDenied } from './errors.ts';
import type { Principal } from './access/policy.ts';

export function callerOf(
  message: IncomingMessage,
  request: {
    signature: SignatureResult;
    principal: Principal | undefined;
    headers: Caller['headers'];
    payload: PayloadDecoder;
    /** The endpoint's; see below. */
    endpointToken: string | undefined;
    sourceAddress: (loopbackAddress: string) => string;
  },
): Caller {
  const { socket } = message;
  const secure = socket instanceof TLSSocket;
  const signed = request.signature.kind === 'signed' ? request.signature : undefined;
  return {
    principal: request.principal ?? { kind: 'anonymous' },
    presigned: signed?.presigned === true,
    signedMs: signed?.signedMs,
    secure,
    tlsVersion: secure ? socket.getProtocol()?.replace('TLSv', '') : undefined,
    sourceIp: request.sourceAddress(clientAddress(message, request.endpointToken)),
    target: message.url ?? '/',
    headers: request.headers,
    payload: request.payload,
  };
}

/**
 * The requester's address. What came through the engine's endpoint has the address that it saw
 * there: on AWS the endpoint is S3's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
 */
function clientAddress(
  { headers, socket }: IncomingMessage,
  endpointToken: string | undefined,
): string {
  const header = headers[CLIENT_ADDRESS_HEADER];
  const told = toldClientAddress(typeof header === 'string' ? header : undefined, endpointToken);
  return (told ?? socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * (RequestHeaderSectionTooLarge)
 */
export function checkHeaderSize(message: IncomingMessage): void {
  // Without what the endpoint has added.
  const own = message.headers[CLIENT_ADDRESS_HEADER];
  const ownBytes = own === undefined ? 0 : CLIENT_ADDRESS_HEADER.length + own.length + 4;
  const sizeBytes = message.rawHeaders.reduce((sum, text) => sum + text.length + 2, -ownBytes);
  if (sizeBytes <= REQUEST_HEADER_BYTES_MAX) return;
  throw new AwsError({
    code: 'RequestHeaderSectionTooLarge',
    message: 'Your request header section exceeds the maximum allowed size.',
    detail: { MaxSizeAllowed: String(REQUEST_HEADER_BYTES_MAX) },
  });
}

/**
 * S3's own names, and the loopback addresses and names that clients reach this store or the
 * engine's endpoint by. AWS takes any other name for a bucket's (CNAME); here it would let pages
 * of other sites in by DNS rebinding.
 */
export function checkHost(message: IncomingMessage): void {
  const name = authorityOf(message)?.name;
  if (name !== undefined && (isS3Host(name) || isLoopbackName(name))) return;
  throw accessDenied(
    `S3 answers here to its own names and to loopback addresses; this was sent to ${shownHost(message)}`,
  );
}
