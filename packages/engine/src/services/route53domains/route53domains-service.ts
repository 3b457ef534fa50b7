import type {
  GetDomainDetailRequest,
  GetDomainDetailResponse,
  GetOperationDetailRequest,
  GetOperationDetailResponse,
  ListDomainsRequest,
  ListDomainsResponse,
  OperationType,
  RegisterDomainRequest,
  RegisterDomainResponse,
  UpdateDomainNameserversRequest,
  UpdateDomainNameserversResponse,
} from '@aws-sdk/client-route-53-domains';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { uuid } from '../../kernel/identifiers.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import type { Table } from '../../kernel/state-store.ts';
import { parseDomain, parseNameServers } from './names.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html#limits-api-entities-domains */
const DOMAINS_MAX = 20;
const PAGE_ITEMS_MAX = 100;
const PAGE_ITEMS_DEFAULT = 20;
/** Older operations are forgotten. */
const OPERATIONS_KEPT_MAX = 200;
const YEAR_MS = 365 * 24 * 3600 * 1000;

interface StoredDomain {
  name: string;
  nameServers: string[];
  registeredMs: number;
  years: number;
}

interface StoredOperation {
  id: string;
  domain: string;
  type: OperationType;
  submittedMs: number;
}

/** The registrar: which domains are ours, and which name servers their parent zones refer to. */
export class Route53DomainsService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'route53domains',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly #deps: ServiceDeps;
  readonly #domains: Table<StoredDomain>;
  readonly #operations: Table<StoredOperation>;

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
    this.#domains = deps.state.table('route53domains/domains');
    this.#operations = deps.state.table('route53domains/operations');
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-route-53-domains');
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    RegisterDomain: (_: RequestContext, input: RegisterDomainRequest) => this.registerDomain(input),
    UpdateDomainNameservers: (_: RequestContext, input: UpdateDomainNameserversRequest) =>
      this.updateDomainNameservers(input),
    GetDomainDetail: (_: RequestContext, input: GetDomainDetailRequest) =>
      this.getDomainDetail(input),
    ListDomains: (_: RequestContext, input: ListDomainsRequest) => this.listDomains(input),
    GetOperationDetail: (_: RequestContext, input: GetOperationDetailRequest) =>
      this.getOperationDetail(input),
  };

  /** What parent zones refer to. A domain that was never given name servers is not among them: it does not resolve. */
  delegations(): { domain: string; nameServers: string[] }[] {
    return this.#domains
      .list()
      .filter((domain) => domain.nameServers.length > 0)
      .map(({ name, nameServers }) => ({ domain: name, nameServers }));
  }

  /** Makes a domain ours, as a purchase would; does nothing when it already is. */
  register(domain: string, years = 1): void {
    const name = parseDomain(domain);
    if (this.#domains.get(name) !== undefined) return;
    if (this.#domains.list().length >= DOMAINS_MAX)
      throw new AwsError({
        code: 'DomainLimitExceeded',
        message: `The number of domains has exceeded the allowed threshold for the account: ${DOMAINS_MAX}`,
      });
    this.#domains.put(name, {
      name,
      nameServers: [],
      registeredMs: this.#deps.clock.nowMs(),
      years,
    });
    this.#deps.dataPlane.changed();
  }

  registerDomain(input: RegisterDomainRequest): RegisterDomainResponse {
    const name = parseDomain(input.DomainName);
    if (this.#domains.get(name) !== undefined)
      throw new AwsError({
        code: 'InvalidInput',
        message: `Domain ${name} is already registered`,
      });
    this.register(name, input.DurationInYears ?? 1);
    return { OperationId: this.#record(name, 'REGISTER_DOMAIN') };
  }

  updateDomainNameservers(input: UpdateDomainNameserversRequest): UpdateDomainNameserversResponse {
    const domain = this.#find(input.DomainName);
    const nameServers = parseNameServers(input.Nameservers ?? []);
    this.#domains.put(domain.name, { ...domain, nameServers });
    this.#deps.dataPlane.changed();
    return { OperationId: this.#record(domain.name, 'UPDATE_NAMESERVER') };
  }

  getDomainDetail(input: GetDomainDetailRequest): GetDomainDetailResponse {
    const domain = this.#find(input.DomainName);
    return {
      DomainName: domain.name,
      Nameservers: domain.nameServers.map((Name) => ({ Name, GlueIps: [] })),
      AutoRenew: false,
      RegistrarName: 'Amazon Registrar, Inc.',
      CreationDate: new Date(domain.registeredMs),
      UpdatedDate: new Date(domain.registeredMs),
      ExpirationDate: new Date(domain.registeredMs + domain.years * YEAR_MS),
      StatusList: ['ok'],
    };
  }

  listDomains(input: ListDomainsRequest): ListDomainsResponse {
    const domains = this.#domains.list().filter(({ name }) => name >= (input.Marker ?? ''));
    const size = Math.min(input.MaxItems ?? PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX);
    const next = domains[size];
    return {
      Domains: domains.slice(0, size).map((domain) => ({
        DomainName: domain.name,
        AutoRenew: false,
        TransferLock: false,
        Expiry: new Date(domain.registeredMs + domain.years * YEAR_MS),
      })),
      ...(next === undefined ? {} : { NextPageMarker: next.name }),
    };
  }

  getOperationDetail(input: GetOperationDetailRequest): GetOperationDetailResponse {
    const operation = this.#operations.get(input.OperationId ?? '');
    if (operation === undefined)
      throw new AwsError({
        code: 'InvalidInput',
        message: `Operation ${input.OperationId} not found`,
      });
    return {
      OperationId: operation.id,
      Status: 'SUCCESSFUL',
      DomainName: operation.domain,
      Type: operation.type,
      SubmittedDate: new Date(operation.submittedMs),
      LastUpdatedDate: new Date(operation.submittedMs),
    };
  }

  #find(name: string | undefined): StoredDomain {
    const domain = this.#domains.get(parseDomain(name));
    if (domain !== undefined) return domain;
    throw new AwsError({
      code: 'InvalidInput',
      message: `Domain ${parseDomain(name)} not found in ${this.#deps.account}`,
    });
  }

  #record(domain: string, type: OperationType): string {
    const operation = {
      id: uuid(this.#deps.random),
      domain,
      type,
      submittedMs: this.#deps.clock.nowMs(),
    };
    this.#operations.put(operation.id, operation);
    const all = this.#operations.list();
    const oldest = all.toSorted((left, right) => left.submittedMs - right.submittedMs);
    for (const old of oldest.slice(0, Math.max(0, all.length - OPERATIONS_KEPT_MAX)))
      this.#operations.delete(old.id);
    return operation.id;
  }
}
