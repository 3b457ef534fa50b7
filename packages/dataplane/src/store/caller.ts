import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { SigningKey } from '@understudy/contract';
import { AwsError, type PayloadDecoder, type SignatureResult } from '@understudy/wire';
import type { Caller } from './core.ts';
import { REQUEST_HEADER_BYTES_MAX } from './bounds.ts';

export function callerOf(
  message: IncomingMessage,
  request: {
    signature: SignatureResult;
    key: SigningKey | undefined;
    headers: Caller['headers'];
    payload: PayloadDecoder;
  },
): Caller {
  const { socket } = message;
  const secure = socket instanceof TLSSocket;
  return {
    principal: request.key?.principal ?? { kind: 'anonymous' },
    presigned: request.signature.kind === 'signed' && request.signature.presigned,
    secure,
    tlsVersion: secure ? socket.getProtocol()?.replace('TLSv', '') : undefined,
    sourceIp: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    headers: request.headers,
    payload: request.payload,
  };
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * (RequestHeaderSectionTooLarge)
 */
export function checkHeaderSize(message: IncomingMessage): void {
  const sizeBytes = message.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  if (sizeBytes <= REQUEST_HEADER_BYTES_MAX) return;
  throw new AwsError({
    code: 'RequestHeaderSectionTooLarge',
    message: 'Your request header section exceeds the maximum allowed size.',
    detail: { MaxSizeAllowed: String(REQUEST_HEADER_BYTES_MAX) },
  });
}
