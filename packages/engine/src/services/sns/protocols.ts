import { fail } from '../../kernel/fail.ts';
import { failParameter } from './sns-store.ts';

/** What becomes of a subscription's messages here. */
export interface Protocol {
  /** The endpoint has to agree before anything is sent to it. */
  isConfirmed: boolean;
  /** Why nothing is sent by it here; undefined for HTTP and HTTPS. */
  notSent: string | undefined;
}

const NO_MAIL = 'the engine sends no mail';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  http: { isConfirmed: true, notSent: undefined },
  https: { isConfirmed: true, notSent: undefined },
  email: { isConfirmed: true, notSent: NO_MAIL },
  'email-json': { isConfirmed: true, notSent: NO_MAIL },
  sms: { isConfirmed: false, notSent: 'the engine sends no text messages' },
};

/**
 * Their endpoints are resources of services that the engine has not: there is nothing that could be
 * subscribed.
 */
const OF_OTHER_SERVICES = ['sqs', 'lambda', 'application', 'firehose'];

/** Of a subscription that was taken. */
export function protocolOf(name: string): Protocol {
  return PROTOCOLS[name] ?? failProtocol(name);
}

/**
 * Throws what SNS answers to a protocol that it has not, or to an endpoint that is none of its
 * protocol's.
 */
export function checkEndpoint(protocol: string, endpoint: string): Protocol {
  if (OF_OTHER_SERVICES.includes(protocol))
    fail('UnsupportedOperation', `The protocol ${protocol} is not supported by this engine.`);
  const found = Object.hasOwn(PROTOCOLS, protocol) ? protocolOf(protocol) : failProtocol(protocol);
  if (endpoint === '') failParameter('Endpoint');
  const isUrl = protocol === 'http' || protocol === 'https';
  if (isUrl && !endpoint.startsWith(`${protocol}://`))
    failParameter('Endpoint must match the specified protocol');
  if (isUrl && !URL.canParse(endpoint)) failParameter('HTTP(S) Endpoint');
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint))
    failParameter('Email address');
  if (protocol === 'sms' && !/^\+?[\d\-(). /]{1,30}$/.test(endpoint))
    failParameter(`Invalid SMS endpoint: ${endpoint}`);
  return found;
}

function failProtocol(name: string): never {
  return failParameter(`Amazon SNS does not support this protocol string: ${name}`);
}
