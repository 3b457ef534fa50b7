import { AwsError } from './aws-error.ts';
import type { Protocol, ServiceTraits, WireRequest } from './types.ts';

/** Which of its service's protocols a request speaks, told by its headers alone. */
export function protocolOf(
  request: Pick<WireRequest, 'headers'>,
  traits: Pick<ServiceTraits, 'protocols'>,
): Protocol | undefined {
  const type = request.headers['content-type']?.toLowerCase() ?? '';
  const speaks = (...protocols: Protocol[]): Protocol | undefined =>
    protocols.find((protocol) => traits.protocols.includes(protocol));
  if (request.headers['x-amz-target'] !== undefined)
    return type.startsWith('application/x-amz-json-1.0')
      ? speaks('awsJson1_0', 'awsJson1_1')
      : speaks('awsJson1_1', 'awsJson1_0');
  const rest = speaks('restXml', 'restJson');
  return rest ?? speaks('awsQuery', 'ec2Query');
}

/** As `protocolOf`; refuses what the service does not speak. */
export function requireProtocol(request: WireRequest, traits: ServiceTraits): Protocol {
  const smithyProtocol = request.headers['smithy-protocol'];
  if (smithyProtocol !== undefined)
    throw new AwsError({
      code: 'NotImplemented',
      message: `Understudy does not speak ${smithyProtocol}`,
      status: 501,
    });
  const protocol = protocolOf(request, traits);
  if (protocol !== undefined) return protocol;
  // What AWS's JSON services answer to a request without a target, or with another service's.
  throw new AwsError({ code: 'UnknownOperationException', message: '' });
}
