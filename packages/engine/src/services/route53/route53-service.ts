import type {
  ChangeResourceRecordSetsRequest,
  ChangeTagsForResourceRequest,
  CreateHealthCheckRequest,
  CreateHostedZoneRequest,
  DeleteHealthCheckRequest,
  DeleteHostedZoneRequest,
  GetAccountLimitRequest,
  GetChangeRequest,
  GetDNSSECRequest,
  GetHealthCheckLastFailureReasonRequest,
  GetHealthCheckRequest,
  GetHealthCheckStatusRequest,
  GetHostedZoneLimitRequest,
  GetHostedZoneRequest,
  ListHealthChecksRequest,
  ListHostedZonesByNameRequest,
  ListHostedZonesRequest,
  ListResourceRecordSetsRequest,
  ListTagsForResourceRequest,
  TestDNSAnswerRequest,
  TestDNSAnswerResponse,
  UpdateHealthCheckRequest,
  UpdateHostedZoneCommentRequest,
} from '@aws-sdk/client-route-53';
import type { Alarm, HealthCheck, HostedZone } from '@understudy/contract';
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import { CHECKER_RANGES_TOLD } from '../../kernel/published-ranges.ts';
import { Changes } from './changes.ts';
import { HealthChecks } from './health-checks.ts';
import { HostedZones } from './hosted-zones.ts';
import { Limits } from './limits.ts';
import { canonicalName } from './record-name.ts';
import { plainId } from './record-shape.ts';
import { RecordSets } from './record-sets.ts';
import { ResourceTags } from './tags.ts';

export interface Route53Options {
  /** Whether a name of AWS's own (load balancer, distribution; no final dot) exists. Default: all do. */
  aliasTargetExists?: (dnsName: string) => boolean;
  /** A CloudWatch alarm by region and name. Default: there is none. */
  findAlarm?: (region: string, name: string) => Alarm | undefined;
}

/** Hosted zones, record sets and health checks. */
export class Route53Service implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'route53',
    protocols: ['restXml'],
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    bucketAddressing: false,
  };
  readonly zones: HostedZones;
  readonly records: RecordSets;
  readonly checks: HealthChecks;
  readonly changes: Changes;
  readonly tags: ResourceTags;
  readonly limits: Limits;
  readonly #deps: ServiceDeps;

  constructor(deps: ServiceDeps, options: Route53Options = {}) {
    this.#deps = deps;
    this.changes = new Changes(deps);
    this.zones = new HostedZones(deps, this.changes);
    this.checks = new HealthChecks(deps, options.findAlarm ?? (() => undefined));
    this.records = new RecordSets(this.zones, this.changes, {
      healthCheckExists: (id) => this.checks.exists(id),
      aliasTargetExists: options.aliasTargetExists ?? (() => true),
    });
    this.limits = new Limits(this.zones, () => this.checks.count());
    this.tags = new ResourceTags(deps, (type, id) => {
      if (type === 'hostedzone') this.zones.find(id);
      else this.checks.get({ HealthCheckId: id });
    });
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-route-53');
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    CreateHostedZone: (_: RequestContext, input: CreateHostedZoneRequest) =>
      this.zones.create(input),
    GetHostedZone: (_: RequestContext, input: GetHostedZoneRequest) => this.zones.get(input),
    GetHostedZoneLimit: (_: RequestContext, input: GetHostedZoneLimitRequest) =>
      this.limits.ofZone(input),
    GetAccountLimit: (_: RequestContext, input: GetAccountLimitRequest) =>
      this.limits.ofAccount(input),
    GetDNSSEC: (_: RequestContext, input: GetDNSSECRequest) => this.limits.dnssec(input),
    GetHostedZoneCount: () => ({ HostedZoneCount: this.zones.count() }),
    ListHostedZones: (_: RequestContext, input: ListHostedZonesRequest) =>
      this.zones.listPage(input),
    ListHostedZonesByName: (_: RequestContext, input: ListHostedZonesByNameRequest) =>
      this.zones.listByName(input),
    UpdateHostedZoneComment: (_: RequestContext, input: UpdateHostedZoneCommentRequest) =>
      this.zones.updateComment(input),
    DeleteHostedZone: (_: RequestContext, input: DeleteHostedZoneRequest) =>
      this.deleteHostedZone(input),
    ChangeResourceRecordSets: (_: RequestContext, input: ChangeResourceRecordSetsRequest) =>
      this.records.change(input),
    ListResourceRecordSets: (_: RequestContext, input: ListResourceRecordSetsRequest) =>
      this.records.list(input),
    GetChange: (_: RequestContext, input: GetChangeRequest) => this.changes.get(input),
    CreateHealthCheck: (_: RequestContext, input: CreateHealthCheckRequest) =>
      this.checks.create(input),
    GetHealthCheck: (_: RequestContext, input: GetHealthCheckRequest) => this.checks.get(input),
    GetHealthCheckCount: () => ({ HealthCheckCount: this.checks.count() }),
    GetHealthCheckStatus: (_: RequestContext, input: GetHealthCheckStatusRequest) =>
      this.checks.status(input),
    GetHealthCheckLastFailureReason: (
      _: RequestContext,
      input: GetHealthCheckLastFailureReasonRequest,
    ) => this.checks.lastFailureReason(input),
    GetCheckerIpRanges: () => ({ CheckerIpRanges: [...CHECKER_RANGES_TOLD] }),
    ListHealthChecks: (_: RequestContext, input: ListHealthChecksRequest) =>
      this.checks.list(input),
    UpdateHealthCheck: (_: RequestContext, input: UpdateHealthCheckRequest) =>
      this.checks.update(input),
    DeleteHealthCheck: (_: RequestContext, input: DeleteHealthCheckRequest) =>
      this.deleteHealthCheck(input),
    TestDNSAnswer: (_: RequestContext, input: TestDNSAnswerRequest) => this.testDnsAnswer(input),
    ChangeTagsForResource: (_: RequestContext, input: ChangeTagsForResourceRequest) =>
      this.tags.change(input),
    ListTagsForResource: (_: RequestContext, input: ListTagsForResourceRequest) =>
      this.tags.list(input),
  };

  /** What the name servers serve. */
  hostedZones(): HostedZone[] {
    return this.zones.list().map(({ id, name, nameServers }) => ({
      id,
      name,
      nameServers,
      records: this.zones.records.all(id),
    }));
  }

  /** The same without their record sets: those by a revision that counts their changes. */
  hostedZonesByRevision(): { zones: HostedZone[]; revisions: Record<string, number> } {
    const stored = this.zones.list();
    return {
      zones: stored.map(({ id, name, nameServers }) => ({ id, name, nameServers, records: [] })),
      revisions: Object.fromEntries(
        stored.map(({ id, recordsRevision }) => [id, recordsRevision ?? 0]),
      ),
    };
  }

  /** What the checkers probe. */
  healthChecks(): HealthCheck[] {
    return this.checks.documents();
  }

  /** Resolves when what was changed so far is in force: INSYNC. */
  settled(): Promise<void> {
    return this.#deps.dataPlane.settled();
  }

  deleteHostedZone(input: DeleteHostedZoneRequest): ReturnType<HostedZones['delete']> {
    const answer = this.zones.delete(input);
    this.tags.forget('hostedzone', plainId(input.Id));
    return answer;
  }

  deleteHealthCheck(input: DeleteHealthCheckRequest): ReturnType<HealthChecks['delete']> {
    const answer = this.checks.delete(input);
    this.tags.forget('healthcheck', input.HealthCheckId ?? '');
    return answer;
  }

  async testDnsAnswer(input: TestDNSAnswerRequest): Promise<TestDNSAnswerResponse> {
    const zone = this.zones.find(input.HostedZoneId);
    if (input.RecordType === undefined)
      throw new AwsError({ code: 'InvalidInput', message: "Missing field 'RecordType'" });
    const name = canonicalName(input.RecordName ?? '');
    const answer = await this.#deps.dataPlane.queryGlobal('testDnsAnswer', {
      hostedZoneId: zone.id,
      name,
      type: input.RecordType,
    });
    return {
      Nameserver: zone.nameServers[0],
      RecordName: name,
      RecordType: input.RecordType,
      RecordData: answer.records,
      ResponseCode: answer.responseCode,
      Protocol: 'UDP',
    };
  }
}
