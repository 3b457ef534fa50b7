import type { DnsConfig } from '@understudy/contract';
import {
  AWS_NAME_SERVER,
  awsDomainOf,
  isParentOfAwsDomain,
  NAME_SERVER_TTL_SECONDS,
} from './authority/aws-domains.ts';
import { answerOf, type DnsAnswer, type DnsRecord, negativeSoa } from './record.ts';
import type { DnsRole } from './role.ts';
import { RCODE, TYPE } from './wire/codes.ts';
import { canonicalName, type DomainName, isWithin, selfAndAncestors } from './wire/names.ts';
import { encodeA } from './wire/addresses.ts';
import { encodeNs, encodeValue } from './wire/record-data.ts';
import type { DnsRequest } from './wire/request.ts';

const ROOT_SERVER = 'a.root-servers.net';

const SOA: DnsRecord = {
  name: '',
  type: TYPE.SOA,
  ttlSeconds: 900,
  data: encodeValue('SOA', `${ROOT_SERVER}. nstld.verisign-grs.com. 1 1800 900 604800 900`),
};

/** What the registry knows, ready to be answered from. */
export interface Registrations {
  readonly delegations: ReadonlyMap<DomainName, readonly DomainName[]>;
  /** Addresses of the name servers that exist here. */
  readonly addresses: ReadonlyMap<DomainName, string>;
}

export function compileRegistrations(config: DnsConfig): Registrations {
  const addresses = nameServerAddresses(config);
  addresses.set(AWS_NAME_SERVER, config.awsNamesAddress);
  addresses.set(ROOT_SERVER, config.registryAddress);
  const delegations = config.delegations
    // A domain without name servers is registered, but not in the zone of its parent.
    .filter(({ nameServers }) => nameServers.length > 0)
    .map(
      ({ domain, nameServers }) => [canonicalName(domain), nameServers.map(canonicalName)] as const,
    );
  return { delegations: new Map(delegations), addresses };
}

/** Name server i of every hosted zone is at address i. */
export function nameServerAddresses(config: DnsConfig): Map<DomainName, string> {
  const addresses = new Map<DomainName, string>();
  for (const zone of config.hostedZones) {
    zone.nameServers.forEach((nameServer, index) => {
      const address = config.nameServerAddresses[index];
      if (address !== undefined) addresses.set(canonicalName(nameServer), address);
    });
  }
  return addresses;
}

/**
 * The root and every top-level domain in one: refers to whatever name servers the registrar was
 * told.
 */
export class Registry implements DnsRole {
  readonly title = 'registry';
  readonly recursionAvailable = false;
  readonly ttlSpeed: number;
  #registrations: Registrations;

  constructor(speed: number) {
    this.ttlSpeed = speed;
    this.#registrations = { delegations: new Map(), addresses: new Map() };
  }

  serve(registrations: Registrations): void {
    this.#registrations = registrations;
  }

  answer({ question }: DnsRequest): DnsAnswer {
    const { name, type } = question;
    if (name === '' && type === TYPE.SOA) return positive([SOA]);
    if (name === '' && type === TYPE.NS) {
      return { ...positive([nsRecord('', ROOT_SERVER)]), additionals: this.#glue(ROOT_SERVER) };
    }
    if (name === ROOT_SERVER && type === TYPE.A) return positive(this.#glue(ROOT_SERVER));
    const cut = this.#cutAbove(name);
    // Asked at the parent's side of a zone cut (RFC 4035 section 3.1.4.1).
    if (cut !== undefined && !(type === TYPE.DS && name === cut.name)) {
      return answerOf(RCODE.NOERROR, {
        authorities: cut.nameServers.map((nameServer) => nsRecord(cut.name, nameServer)),
        additionals: cut.nameServers.flatMap((nameServer) => this.#glue(nameServer)),
      });
    }
    const rcode = cut !== undefined || this.#exists(name) ? RCODE.NOERROR : RCODE.NXDOMAIN;
    return answerOf(rcode, { authoritative: true, authorities: [negativeSoa(SOA)] });
  }

  #cutAbove(
    name: DomainName,
  ): { name: DomainName; nameServers: readonly DomainName[] } | undefined {
    const awsDomain = awsDomainOf(name);
    for (const ancestor of selfAndAncestors(name)) {
      const nameServers = this.#registrations.delegations.get(ancestor);
      if (nameServers !== undefined) return { name: ancestor, nameServers };
      if (ancestor === awsDomain) return { name: ancestor, nameServers: [AWS_NAME_SERVER] };
    }
    return undefined;
  }

  /** Does the name exist for the sake of something below it? */
  #exists(name: DomainName): boolean {
    if (isParentOfAwsDomain(name) || isWithin(ROOT_SERVER, name)) return true;
    return [...this.#registrations.delegations.keys()].some((domain) => isWithin(domain, name));
  }

  #glue(nameServer: DomainName): DnsRecord[] {
    const address = this.#registrations.addresses.get(nameServer);
    if (address === undefined) return [];
    const data = encodeA(address);
    return [{ name: nameServer, type: TYPE.A, ttlSeconds: NAME_SERVER_TTL_SECONDS, data }];
  }
}

function positive(answers: DnsRecord[]): DnsAnswer {
  return answerOf(RCODE.NOERROR, { authoritative: true, answers });
}

function nsRecord(name: DomainName, nameServer: DomainName): DnsRecord {
  const data = encodeNs(nameServer);
  return { name, type: TYPE.NS, ttlSeconds: NAME_SERVER_TTL_SECONDS, data };
}
