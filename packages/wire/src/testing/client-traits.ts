import type { Protocol, ServiceTraits } from '../types.ts';

/** What an SDK client says of its own wire. */
interface ClientConfig {
  /** The protocol's class, or one of it. */
  protocol: { name?: string; constructor: { name: string } };
  protocolSettings: { xmlNamespace?: string; awsQueryCompatible?: boolean };
  defaultSigningName: string;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  AwsEc2QueryProtocol: 'ec2Query',
  AwsJson1_0Protocol: 'awsJson1_0',
  AwsJson1_1Protocol: 'awsJson1_1',
  AwsQueryProtocol: 'awsQuery',
  AwsRestJsonProtocol: 'restJson',
  AwsRestXmlProtocol: 'restXml',
  S3RestXmlProtocol: 'restXml',
};

type ClientClass = new (config: object) => { config: ClientConfig };

/**
 * The traits of a service by what a module of the SDK exports, and the name of its client's class.
 */
export function clientTraits(module: Record<string, unknown>): {
  className: string;
  traits: ServiceTraits;
} {
  const className = Object.keys(module).find((name) => /[^_]Client$/.test(name)) ?? '';
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const Client = module[className] as ClientClass;
  const { config } = new Client({ region: 'us-east-1', credentials });
  return { className, traits: traitsOf(config) };
}

function traitsOf({ protocol, protocolSettings, defaultSigningName }: ClientConfig): ServiceTraits {
  const name = protocol.name ?? protocol.constructor.name;
  const spoken = PROTOCOLS[name];
  if (spoken === undefined) throw new Error(`no codec speaks ${name}`);
  // Older clients of such a service speak the query protocol.
  const older: Protocol[] = protocolSettings.awsQueryCompatible === true ? ['awsQuery'] : [];
  return {
    signingName: defaultSigningName,
    protocols: [spoken, ...older],
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    bucketAddressing: defaultSigningName === 's3',
  };
}
