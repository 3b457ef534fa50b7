import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerEarly,
  AwsError,
  claimedSignature,
  shownHost,
  wireRequestOf,
  type Protocol,
  type WireRequest,
  type WireResponse,
} from '@understudy/wire';
import { refusal } from './aws-calls.ts';
import { REFUSED_BODY } from './bounds.ts';
import { protocolByLooks } from './destination.ts';
import { s3ErrorResponse } from './stores/s3-forwarder.ts';

/** Answers without having read the body, in the protocol that the request seems to speak. */
export async function rejectRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): Promise<void> {
  const request = wireRequestOf(incoming);
  const protocol = spokenBy(request);
  let answer: WireResponse;
  if (protocol === 's3') answer = s3ErrorResponse(error, incoming);
  else if (error instanceof AwsError) answer = refusal(error, request, protocol, randomUUID());
  else throw error;
  await answerEarly(incoming, response, { answer, bounds: REFUSED_BODY });
}

/** What is signed for another service than S3 and looks like nothing else speaks REST-JSON. */
function spokenBy(request: WireRequest): Protocol | 's3' {
  const looks = protocolByLooks(request);
  if (looks !== 's3') return looks;
  const service = serviceOf(request);
  return service === undefined || service === 's3' ? 's3' : 'restJson';
}

function serviceOf(request: WireRequest): string | undefined {
  try {
    return claimedSignature(request)?.scope.service;
  } catch {
    return undefined; // what it was rejected for
  }
}

export function foreignHost(request: IncomingMessage, port: number): AwsError {
  return new AwsError({
    code: 'AccessDenied',
    message:
      `Understudy answers to 127.0.0.1:${port} and localhost:${port}; ` +
      `this was sent to ${shownHost(request)}`,
    status: 403,
  });
}
