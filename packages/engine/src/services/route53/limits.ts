import type {
  GetAccountLimitRequest,
  GetAccountLimitResponse,
  GetDNSSECRequest,
  GetDNSSECResponse,
  GetHostedZoneLimitRequest,
  GetHostedZoneLimitResponse,
} from '@aws-sdk/client-route-53';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { RECORD_SETS_MAX } from './records/check-changes.ts';
import { HOSTED_ZONES_MAX } from './hosted-zones.ts';
import type { Route53Store } from './route53-store.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const ACCOUNT_LIMITS = {
  MAX_HEALTH_CHECKS_BY_OWNER: 200,
  MAX_HOSTED_ZONES_BY_OWNER: HOSTED_ZONES_MAX,
  MAX_REUSABLE_DELEGATION_SETS_BY_OWNER: 100,
  MAX_TRAFFIC_POLICIES_BY_OWNER: 50,
  MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER: 5,
} as const;

/** What the account and its zones may have, and have; and that no zone is signed. */
export const limitOperations = {
  GetAccountLimit: operation(getAccountLimit),
  GetHostedZoneLimit: operation(getHostedZoneLimit),
  GetDNSSEC: operation(getDnssec),
};

function getAccountLimit(
  store: Route53Store,
  _context: RequestContext,
  input: GetAccountLimitRequest,
): GetAccountLimitResponse {
  const { Type } = input;
  const Value = Type === undefined ? undefined : ACCOUNT_LIMITS[Type];
  if (Type === undefined || Value === undefined) failUnknownType(Type);
  const counts: Partial<Record<typeof Type, number>> = {
    MAX_HEALTH_CHECKS_BY_OWNER: store.healthChecks.list().length,
    MAX_HOSTED_ZONES_BY_OWNER: store.zones.list().length,
  };
  // The other kinds cannot be made here.
  return { Limit: { Type, Value }, Count: counts[Type] ?? 0 };
}

function getHostedZoneLimit(
  store: Route53Store,
  _context: RequestContext,
  input: GetHostedZoneLimitRequest,
): GetHostedZoneLimitResponse {
  const zone = store.zone(input.HostedZoneId);
  const { Type } = input;
  if (Type === 'MAX_RRSETS_BY_ZONE')
    return { Limit: { Type, Value: RECORD_SETS_MAX }, Count: zone.recordCount };
  // "HostedZoneNotPrivate": every zone here is public.
  if (Type === 'MAX_VPCS_ASSOCIATED_BY_ZONE')
    fail('HostedZoneNotPrivate', `The specified hosted zone is a public hosted zone: ${zone.id}`);
  return failUnknownType(Type);
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DNSSECStatus.html */
function getDnssec(
  store: Route53Store,
  _context: RequestContext,
  input: GetDNSSECRequest,
): GetDNSSECResponse {
  store.zone(input.HostedZoneId);
  return { Status: { ServeSignature: 'NOT_SIGNING' }, KeySigningKeys: [] };
}

function failUnknownType(type: string | undefined): never {
  return fail('InvalidInput', `There is no limit of type '${type}'`);
}
