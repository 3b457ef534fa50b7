import type {
  GetDomainDetailRequest,
  GetDomainDetailResponse,
  GetOperationDetailRequest,
  GetOperationDetailResponse,
  ListDomainsRequest,
  ListDomainsResponse,
  RegisterDomainRequest,
  RegisterDomainResponse,
  UpdateDomainNameserversRequest,
  UpdateDomainNameserversResponse,
} from '@aws-sdk/client-route-53-domains';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { parseDomain, parseNameServers } from './names.ts';
import type { DomainRecord } from './records.ts';
import type { Route53DomainsStore } from './route53domains-store.ts';

const PAGE_ITEMS_MAX = 100;
const PAGE_ITEMS_DEFAULT = 20;
const YEAR_MS = 365 * 24 * 3600 * 1000;

export const domainOperations = {
  RegisterDomain: operation(registerDomain),
  UpdateDomainNameservers: operation(updateDomainNameservers),
  GetDomainDetail: operation(getDomainDetail),
  ListDomains: operation(listDomains, { accepts: ['Marker', 'MaxItems'] }),
  GetOperationDetail: operation(getOperationDetail),
};

function registerDomain(
  store: Route53DomainsStore,
  _context: RequestContext,
  input: RegisterDomainRequest,
): RegisterDomainResponse {
  const name = parseDomain(input.DomainName);
  if (store.domains.get(name) !== undefined)
    fail('InvalidInput', `Domain ${name} is already registered`);
  store.register(name, input.DurationInYears ?? 1);
  return { OperationId: store.record(name, 'REGISTER_DOMAIN') };
}

function updateDomainNameservers(
  store: Route53DomainsStore,
  _context: RequestContext,
  input: UpdateDomainNameserversRequest,
): UpdateDomainNameserversResponse {
  const domain = store.domain(input.DomainName);
  const nameServers = parseNameServers(input.Nameservers ?? []);
  store.domains.put(domain.name, { ...domain, nameServers });
  store.deps.dataPlane.changed();
  return { OperationId: store.record(domain.name, 'UPDATE_NAMESERVER') };
}

function getDomainDetail(
  store: Route53DomainsStore,
  _context: RequestContext,
  input: GetDomainDetailRequest,
): GetDomainDetailResponse {
  const domain = store.domain(input.DomainName);
  return {
    DomainName: domain.name,
    Nameservers: domain.nameServers.map((Name) => ({ Name, GlueIps: [] })),
    AutoRenew: false,
    RegistrarName: 'Amazon Registrar, Inc.',
    CreationDate: new Date(domain.registeredMs),
    UpdatedDate: new Date(domain.registeredMs),
    ExpirationDate: expiry(domain),
    StatusList: ['ok'],
  };
}

function listDomains(
  store: Route53DomainsStore,
  _context: RequestContext,
  input: ListDomainsRequest,
): ListDomainsResponse {
  const domains = store.domains.list().filter(({ name }) => name >= (input.Marker ?? ''));
  const size = input.MaxItems ?? PAGE_ITEMS_DEFAULT;
  const { items, next } = page(domains, { size, max: PAGE_ITEMS_MAX });
  return {
    Domains: items.map((domain) => ({
      DomainName: domain.name,
      AutoRenew: false,
      TransferLock: false,
      Expiry: expiry(domain),
    })),
    ...(next === undefined ? {} : { NextPageMarker: next.name }),
  };
}

function getOperationDetail(
  store: Route53DomainsStore,
  _context: RequestContext,
  input: GetOperationDetailRequest,
): GetOperationDetailResponse {
  const record =
    store.operations.get(input.OperationId ?? '') ??
    fail('InvalidInput', `Operation ${input.OperationId} not found`);
  return {
    OperationId: record.id,
    Status: 'SUCCESSFUL',
    DomainName: record.domain,
    Type: record.type,
    SubmittedDate: new Date(record.submittedMs),
    LastUpdatedDate: new Date(record.submittedMs),
  };
}

function expiry(domain: DomainRecord): Date {
  return new Date(domain.registeredMs + domain.years * YEAR_MS);
}
