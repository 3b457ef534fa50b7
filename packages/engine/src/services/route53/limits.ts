import type {
  GetAccountLimitRequest,
  GetAccountLimitResponse,
  GetDNSSECRequest,
  GetDNSSECResponse,
  GetHostedZoneLimitRequest,
  GetHostedZoneLimitResponse,
} from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import { RECORD_SETS_MAX } from './change-policy.ts';
import { HOSTED_ZONES_MAX, type HostedZones } from './hosted-zones.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const ACCOUNT_LIMITS = {
  MAX_HEALTH_CHECKS_BY_OWNER: 200,
  MAX_HOSTED_ZONES_BY_OWNER: HOSTED_ZONES_MAX,
  MAX_REUSABLE_DELEGATION_SETS_BY_OWNER: 100,
  MAX_TRAFFIC_POLICIES_BY_OWNER: 50,
  MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER: 5,
} as const;

/** What the account and its zones may have, and have; and that no zone is signed. */
export class Limits {
  readonly #zones: HostedZones;
  readonly #healthChecks: () => number;

  constructor(zones: HostedZones, healthChecks: () => number) {
    this.#zones = zones;
    this.#healthChecks = healthChecks;
  }

  ofAccount(input: GetAccountLimitRequest): GetAccountLimitResponse {
    const { Type } = input;
    const Value = Type === undefined ? undefined : ACCOUNT_LIMITS[Type];
    if (Type === undefined || Value === undefined) throw unknownType(Type);
    const counts: Partial<Record<typeof Type, number>> = {
      MAX_HEALTH_CHECKS_BY_OWNER: this.#healthChecks(),
      MAX_HOSTED_ZONES_BY_OWNER: this.#zones.count(),
    };
    // The other kinds cannot be made here.
    return { Limit: { Type, Value }, Count: counts[Type] ?? 0 };
  }

  ofZone(input: GetHostedZoneLimitRequest): GetHostedZoneLimitResponse {
    const zone = this.#zones.find(input.HostedZoneId);
    const { Type } = input;
    if (Type === 'MAX_RRSETS_BY_ZONE')
      return { Limit: { Type, Value: RECORD_SETS_MAX }, Count: zone.recordCount };
    // "HostedZoneNotPrivate": every zone here is public.
    if (Type === 'MAX_VPCS_ASSOCIATED_BY_ZONE')
      throw new AwsError({
        code: 'HostedZoneNotPrivate',
        message: `The specified hosted zone is a public hosted zone: ${zone.id}`,
      });
    throw unknownType(Type);
  }

  /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DNSSECStatus.html */
  dnssec(input: GetDNSSECRequest): GetDNSSECResponse {
    this.#zones.find(input.HostedZoneId);
    return { Status: { ServeSignature: 'NOT_SIGNING' }, KeySigningKeys: [] };
  }
}

function unknownType(type: string | undefined): AwsError {
  return new AwsError({ code: 'InvalidInput', message: `There is no limit of type '${type}'` });
}
