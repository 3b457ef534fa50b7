import { errorText, type EventBody } from '@understudy/contract';
import { answerOf, type DnsAnswer, SERVFAIL } from './record.ts';
import type { DnsRole } from './role.ts';
import { answerTtlSeconds } from './ttl.ts';
import { type DnsRequest, parseRequest } from './wire/request.ts';
import { encodeResponse, type ResponseOptions } from './wire/response.ts';

/**
 * The bytes to answer a message with; undefined when it deserves none. At once where the role knows
 * at once: an authoritative answer waits for nothing.
 */
export function respond(
  message: Buffer,
  from: { transport: 'udp' | 'tcp'; address: string },
  role: DnsRole,
  emit: (body: EventBody) => void,
): Buffer | undefined | Promise<Buffer> {
  const parsed = parseRequest(message);
  if (parsed.kind === 'ignore') return undefined;
  const options: ResponseOptions = {
    request: parsed.request,
    transport: from.transport,
    recursionAvailable: role.recursionAvailable,
    ttl: (seconds) => answerTtlSeconds(seconds, role.ttlSpeed),
  };
  if (parsed.kind === 'error') return encodeResponse(answerOf(parsed.rcode), options);
  const answer = ask(role, parsed.request, from.address, emit);
  return answer instanceof Promise
    ? answer.then((later) => encodeResponse(later, options))
    : encodeResponse(answer, options);
}

/** A bug in a role costs its client one SERVFAIL, is told, and does not stop the server. */
function ask(
  role: DnsRole,
  request: DnsRequest,
  clientAddress: string,
  emit: (body: EventBody) => void,
): DnsAnswer | Promise<DnsAnswer> {
  const fail = (thrown: unknown): DnsAnswer => {
    const { name, type } = request.question;
    const message = `${role.title} failed on ${name}. type ${type}: ${errorText(thrown)}`;
    emit({ type: 'log', level: 'error', message });
    return SERVFAIL;
  };
  try {
    const answer = role.answer(request, clientAddress);
    return answer instanceof Promise ? answer.catch(fail) : answer;
  } catch (thrown) {
    return fail(thrown);
  }
}
