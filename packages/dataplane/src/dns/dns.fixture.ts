import { createServer } from 'node:net';
import {
  type BalancerHealth,
  type DnsConfig,
  type EventBody,
  type RecordSet,
  SIMPLE,
} from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { listenAt, stopListening } from '@understudy/wire';
import type { DecodedPacket } from 'dns-packet';
import { SystemClock } from '@understudy/contract/system-clock';
import { exchange } from '../net/resolve-exchange.ts';
import type { PartContext } from '../part.ts';
import type { HealthView } from './health-view.ts';
import { TYPE } from './wire/codes.ts';

/** What the tests of this folder share: a configuration like the example site's, and a client. */

export const ADDRESS = {
  resolver: '127.103.0.2',
  validationResolver: '127.103.0.3',
  registry: '127.103.0.4',
  awsNames: '127.103.0.5',
  nameServers: ['127.103.1.1', '127.103.1.2', '127.103.1.3', '127.103.1.4'],
  client: '127.103.9.9',
} as const;

export const NAME_SERVERS = [
  'ns-1.awsdns-00.com',
  'ns-2.awsdns-01.net',
  'ns-3.awsdns-02.org',
  'ns-4.awsdns-03.co.uk',
];

export const SEOUL = 'site-1.ap-northeast-2.elb.amazonaws.com';
export const VIRGINIA = 'site-2.us-east-1.elb.amazonaws.com';
export const DISTRIBUTION = 'd111111abcdef8.cloudfront.net';

export function soaAndNs(zone: string): RecordSet[] {
  const soa = `${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { name: zone, type: 'SOA', ttlSeconds: 900, values: [soa], routing: SIMPLE },
    {
      name: zone,
      type: 'NS',
      ttlSeconds: 172_800,
      values: NAME_SERVERS.map((name) => `${name}.`),
      routing: SIMPLE,
    },
  ];
}

export function dnsConfig(port: number, changes: Partial<DnsConfig> = {}): DnsConfig {
  return {
    port,
    resolverAddress: ADDRESS.resolver,
    resolverRegion: 'ap-northeast-2',
    validationResolverAddress: ADDRESS.validationResolver,
    registryAddress: ADDRESS.registry,
    awsNamesAddress: ADDRESS.awsNames,
    nameServerAddresses: [...ADDRESS.nameServers],
    delegations: [{ domain: 'ticketing.pw', nameServers: NAME_SERVERS }],
    hostedZones: [
      {
        id: 'Z1',
        name: 'ticketing.pw.',
        nameServers: NAME_SERVERS,
        records: [...soaAndNs('ticketing.pw.'), ...siteRecords()],
      },
    ],
    loadBalancers: [
      balancer(SEOUL, 'ap-northeast-2', ['127.103.20.1', '127.103.20.2']),
      balancer(VIRGINIA, 'us-east-1', ['127.103.30.1', '127.103.30.2']),
    ],
    distributionNames: [DISTRIBUTION],
    http2DistributionNames: [DISTRIBUTION],
    edgeAddresses: ['127.103.40.1', '127.103.40.2'],
    s3Endpoints: [
      { region: 'ap-northeast-2', address: '127.103.20.9' },
      { region: 'us-east-1', address: '127.103.30.9' },
    ],
    ...changes,
  };
}

function balancer(
  dnsName: string,
  region: string,
  addresses: string[],
): DnsConfig['loadBalancers'][number] {
  return {
    dnsName,
    hostedZoneId: 'ZLB',
    region,
    nodes: addresses.map((address, index) => ({ zone: `${region}${'ab'[index]}`, address })),
    status: { address: '127.103.0.99', port: 1 },
  };
}

function siteRecords(): RecordSet[] {
  const simple: Omit<RecordSet, 'routing'>[] = [
    {
      name: 'seoul.ticketing.pw.',
      type: 'A',
      values: [],
      alias: { dnsName: `dualstack.${SEOUL}.`, hostedZoneId: 'ZLB', evaluateTargetHealth: true },
    },
    { name: 'www.ticketing.pw.', type: 'CNAME', ttlSeconds: 300, values: ['ticketing.pw.'] },
    { name: 'static.ticketing.pw.', type: 'CNAME', ttlSeconds: 300, values: [`${DISTRIBUTION}.`] },
    { name: 'plain.ticketing.pw.', type: 'A', ttlSeconds: 120, values: ['127.1.2.3', '127.1.2.4'] },
    { name: 'v6.ticketing.pw.', type: 'AAAA', ttlSeconds: 120, values: ['2001:db8::1'] },
    { name: 'ticketing.pw.', type: 'MX', ttlSeconds: 300, values: ['10 mail.ticketing.pw.'] },
    { name: 'ticketing.pw.', type: 'TXT', ttlSeconds: 300, values: ['"v=spf1 -all"', '"a" "b"'] },
    { name: 'ticketing.pw.', type: 'CAA', ttlSeconds: 300, values: ['0 issue "amazon.com"'] },
    {
      name: '_sip._tcp.ticketing.pw.',
      type: 'SRV',
      ttlSeconds: 300,
      values: ['1 10 5060 sip.ticketing.pw.'],
    },
    { name: '\\052.wild.ticketing.pw.', type: 'A', ttlSeconds: 60, values: ['127.9.9.9'] },
    { name: 'a.deep.wild.ticketing.pw.', type: 'A', ttlSeconds: 60, values: ['127.9.9.8'] },
    { name: 'sub.ticketing.pw.', type: 'NS', ttlSeconds: 300, values: ['ns.sub.ticketing.pw.'] },
    { name: 'ns.sub.ticketing.pw.', type: 'A', ttlSeconds: 300, values: ['127.103.1.9'] },
  ];
  return [
    failoverAlias('PRIMARY', DISTRIBUTION, { evaluate: false, healthCheckId: 'check-seoul' }),
    failoverAlias('SECONDARY', VIRGINIA, { evaluate: true }),
    ...simple.map((record) => ({ ...record, routing: SIMPLE })),
  ];
}

function failoverAlias(
  role: 'PRIMARY' | 'SECONDARY',
  dnsName: string,
  options: { evaluate: boolean; healthCheckId?: string },
): RecordSet {
  return {
    name: 'ticketing.pw.',
    type: 'A',
    values: [],
    alias: {
      dnsName: `${dnsName}.`,
      hostedZoneId: 'ZX',
      evaluateTargetHealth: options.evaluate,
    },
    setIdentifier: role.toLowerCase(),
    routing: { kind: 'failover', role },
    ...(options.healthCheckId === undefined ? {} : { healthCheckId: options.healthCheckId }),
  };
}

/** Health that a test sets by hand. */
export class SettableHealth implements HealthView {
  readonly checks = new Map<string, boolean>();
  readonly balancers = new Map<string, BalancerHealth>();

  healthCheck(id: string): boolean | undefined {
    return this.checks.get(id);
  }

  loadBalancer(dnsName: string): BalancerHealth | undefined {
    return this.balancers.get(dnsName);
  }
}

export function systemContext(options: { speed?: number; seed?: number } = {}): PartContext & {
  events: EventBody[];
} {
  const events: EventBody[] = [];
  return {
    clock: new SystemClock({ epochMs: 1_700_000_000_000, speed: options.speed ?? 1 }),
    random: new SeededRandom(options.seed ?? 1),
    emit: (body) => void events.push(body),
    events,
  };
}

/** A port that is free at every address of the test's, because it was at one a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const free = await listenAt(server, { host: ADDRESS.client, port: 0 });
  await stopListening(server);
  return free;
}

/** Asks as `dig` does: UDP, EDNS(0), then TCP when truncated. */
export function ask(
  context: PartContext,
  server: { address: string; port: number },
  question: { name: string; type?: keyof typeof TYPE; recursionDesired?: boolean },
): Promise<DecodedPacket> {
  return exchange({
    clock: context.clock,
    server,
    localAddress: ADDRESS.client,
    question: { name: question.name, type: TYPE[question.type ?? 'A'] },
    recursionDesired: question.recursionDesired ?? true,
    timeoutWallMs: 4_000,
  });
}

/** `type data` of each record, for comparison. */
export function textOf(records: DecodedPacket['answers']): string[] {
  return (records ?? []).flatMap((record) =>
    record.type === 'OPT' ? [] : [`${record.type} ${JSON.stringify(record.data)}`],
  );
}
