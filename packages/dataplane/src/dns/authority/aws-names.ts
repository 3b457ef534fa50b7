import type { BalancerName, DnsConfig, Reasons } from '@understudy/contract';
import type { PartContext } from '../../part.ts';
import { AWS_NAME_SERVER, awsDomainOf, NAME_SERVER_TTL_SECONDS } from './aws-domains.ts';
import type { HealthView } from '../health-view.ts';
import { Overheard } from '../overheard.ts';
import { balancerAddresses, shuffle } from '../zone/choose.ts';
import {
  answerOf,
  type DnsAnswer,
  type DnsRecord,
  minimalAnyRecord,
  negativeSoa,
  REFUSED,
} from '../record.ts';
import { nameServerAddresses } from '../registry.ts';
import type { DnsRole } from '../role.ts';
import { RCODE, TYPE } from '../wire/codes.ts';
import { canonicalName, displayName, type DomainName, isWithin } from '../wire/names.ts';
import { encodeA } from '../wire/addresses.ts';
import { encodeNs, encodeValue } from '../wire/record-data.ts';
import type { DnsRequest } from '../wire/request.ts';
import { ALIAS_TTL_SECONDS, distributionHttps } from '../zone/evaluate.ts';

const S3_TTL_SECONDS = 5;
/**
 * As in AWS's own zones, so that a name which was asked for before it existed is found soon after.
 */
const NEGATIVE_TTL_SECONDS = 60;
/** Names without a region lead to S3's first one. */
const S3_GLOBAL_REGION = 'us-east-1';

const SOA_DATA = encodeValue(
  'SOA',
  `${AWS_NAME_SERVER}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 ${NEGATIVE_TTL_SECONDS}`,
);

interface FixedName {
  addresses: readonly string[];
  ttlSeconds: number;
  /** Of a distribution: whether it speaks HTTP/2. */
  http2?: boolean;
}

/** The names that AWS itself owns, ready to be answered from. */
export interface AwsDirectory {
  readonly balancers: ReadonlyMap<DomainName, BalancerName>;
  /** Every other name that is known by itself. */
  readonly fixed: ReadonlyMap<DomainName, FixedName>;
  /** By region. */
  readonly s3: ReadonlyMap<string, string>;
  readonly s3Global: string | undefined;
}

export function compileAwsDirectory(config: DnsConfig): AwsDirectory {
  const fixed = new Map<DomainName, FixedName>();
  for (const [name, address] of nameServerAddresses(config)) {
    fixed.set(name, { addresses: [address], ttlSeconds: NAME_SERVER_TTL_SECONDS });
  }
  fixed.set(AWS_NAME_SERVER, {
    addresses: [config.awsNamesAddress],
    ttlSeconds: NAME_SERVER_TTL_SECONDS,
  });
  for (const name of config.distributionNames) {
    fixed.set(canonicalName(name), {
      addresses: config.edgeAddresses,
      ttlSeconds: ALIAS_TTL_SECONDS,
      http2: config.http2DistributionNames.includes(name),
    });
  }
  const s3 = new Map(config.s3Endpoints.map(({ region, address }) => [region, address]));
  return {
    balancers: new Map(config.loadBalancers.map((name) => [canonicalName(name.dnsName), name])),
    fixed,
    s3,
    s3Global: s3.get(S3_GLOBAL_REGION) ?? config.s3Endpoints[0]?.address,
  };
}

/** AWS's own name servers: awsdns, elb, cloudfront, s3 and acm-validations. */
export class AwsNames implements DnsRole {
  readonly title = 'AWS name server';
  readonly recursionAvailable = false;
  readonly ttlSpeed: number;
  readonly #context: PartContext;
  readonly #health: HealthView;
  readonly #overheard: Overheard;
  #directory: AwsDirectory = {
    balancers: new Map(),
    fixed: new Map(),
    s3: new Map(),
    s3Global: undefined,
  };

  constructor(context: PartContext, options: { health: HealthView; overheard?: Overheard }) {
    this.ttlSpeed = context.clock.speed;
    this.#context = context;
    this.#health = options.health;
    this.#overheard = options.overheard ?? new Overheard();
  }

  serve(directory: AwsDirectory): void {
    this.#directory = directory;
  }

  answer({ question }: Pick<DnsRequest, 'question'>, clientAddress: string): DnsAnswer {
    const { name, type } = question;
    const domain = awsDomainOf(name);
    if (domain === undefined) return REFUSED;
    const overheard = this.#overheard.reasonsFor(question, clientAddress);
    const reasons = overheard && tellDomain(overheard, domain);
    const records = this.#records(domain, name, reasons);
    if (records === undefined) return negative(domain, RCODE.NXDOMAIN);
    const answers =
      type === TYPE.ANY && records.length > 0
        ? [minimalAnyRecord(name)]
        : records.filter((record) => record.type === type);
    if (answers.length === 0) return negative(domain, RCODE.NOERROR);
    return answerOf(RCODE.NOERROR, { authoritative: true, answers });
  }

  /** Undefined when the name does not exist. */
  #records(domain: DomainName, name: DomainName, reasons?: Reasons): DnsRecord[] | undefined {
    if (name === domain) return apexRecords(domain);
    const found = this.#addresses(name, reasons);
    if (found !== undefined) {
      const https = found.http2 === undefined ? [] : [distributionHttps(name, found.http2)];
      const addresses = shuffle(found.addresses, this.#context.random).map((address) => ({
        name,
        type: TYPE.A,
        ttlSeconds: found.ttlSeconds,
        data: encodeA(address),
      }));
      return [...addresses, ...https];
    }
    const { fixed, balancers } = this.#directory;
    const below = [...fixed.keys(), ...balancers.keys()].some((known) => isWithin(known, name));
    return below ? [] : undefined;
  }

  #addresses(name: DomainName, reasons?: Reasons): FixedName | undefined {
    const balancer = this.#directory.balancers.get(name.replace(/^dualstack\./, ''));
    if (balancer !== undefined) {
      const health = this.#health.loadBalancer(balancer.dnsName, reasons);
      return {
        addresses: balancerAddresses(balancer.nodes, health, reasons),
        ttlSeconds: ALIAS_TTL_SECONDS,
      };
    }
    const fixed = this.#directory.fixed.get(name);
    if (fixed !== undefined) return fixed;
    const s3 = this.#s3Address(name);
    return s3 === undefined ? undefined : { addresses: [s3], ttlSeconds: S3_TTL_SECONDS };
  }

  /** Path-style and virtual-hosted names; whether the bucket exists is S3's to say, as on AWS. */
  #s3Address(name: DomainName): string | undefined {
    const match = /^(?:.+\.)?s3(?:\.([a-z0-9-]+))?\.amazonaws\.com$/.exec(name);
    if (match === null) return undefined;
    const region = match[1];
    return region === undefined ? this.#directory.s3Global : this.#directory.s3.get(region);
  }
}

function tellDomain(reasons: Reasons, name: DomainName): Reasons {
  const says = `${displayName(name)} is a domain of AWS's own`;
  return reasons.add('dns.zone', says, { facts: { name: displayName(name) } });
}

function apexRecords(domain: DomainName): DnsRecord[] {
  const ns = encodeNs(AWS_NAME_SERVER);
  return [
    soaRecord(domain),
    { name: domain, type: TYPE.NS, ttlSeconds: NAME_SERVER_TTL_SECONDS, data: ns },
  ];
}

function soaRecord(domain: DomainName): DnsRecord {
  return { name: domain, type: TYPE.SOA, ttlSeconds: 900, data: SOA_DATA };
}

function negative(domain: DomainName, rcode: number): DnsAnswer {
  const authorities = [negativeSoa(soaRecord(domain))];
  return answerOf(rcode, { authoritative: true, authorities });
}
