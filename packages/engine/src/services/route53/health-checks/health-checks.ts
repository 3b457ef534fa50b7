import type {
  CreateHealthCheckRequest,
  CreateHealthCheckResponse,
  DeleteHealthCheckRequest,
  DeleteHealthCheckResponse,
  GetCheckerIpRangesResponse,
  GetHealthCheckCountResponse,
  GetHealthCheckRequest,
  GetHealthCheckResponse,
  HealthCheck,
  HealthCheckConfig,
  ListHealthChecksRequest,
  ListHealthChecksResponse,
  UpdateHealthCheckRequest,
  UpdateHealthCheckResponse,
} from '@aws-sdk/client-route-53';
import { fail } from '../../../kernel/fail.ts';
import { uuid } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import { page } from '../../../kernel/page.ts';
import { CHECKER_RANGES_TOLD } from '../../../kernel/network/published-ranges.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { copyAlarm, describeAlarm } from './alarm-check.ts';
import { checkConfig, immutableChange } from './check-health-check.ts';
import { withDefaults } from '../health-check-document.ts';
import type { Route53Store } from '../route53-store.ts';
import type { CopiedAlarm, HealthCheckRecord } from '../tables.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const HEALTH_CHECKS_MAX = 200;
const PAGE_ITEMS_MAX = 100;

/** Health checks as records; the checkers of the global process carry them out. */
export const healthCheckOperations = {
  CreateHealthCheck: operation(createHealthCheck),
  GetHealthCheck: operation(getHealthCheck),
  GetHealthCheckCount: operation(getHealthCheckCount),
  GetCheckerIpRanges: operation(getCheckerIpRanges),
  ListHealthChecks: operation(listHealthChecks),
  UpdateHealthCheck: operation(updateHealthCheck),
  DeleteHealthCheck: operation(deleteHealthCheck),
};

function createHealthCheck(
  store: Route53Store,
  _context: RequestContext,
  input: CreateHealthCheckRequest,
): CreateHealthCheckResponse {
  const given =
    input.HealthCheckConfig ?? fail('InvalidInput', "Missing field 'HealthCheckConfig'");
  const config = withDefaults(given);
  checkConfig(given);
  checkChildren(store, config);
  const checks = store.healthChecks.list();
  const same = checks.find((check) => check.callerReference === input.CallerReference);
  if (same !== undefined) return created(sameSettings(same, config));
  if (checks.length >= HEALTH_CHECKS_MAX)
    fail(
      'TooManyHealthChecks',
      // API_CreateHealthCheck, "Errors".
      "This health check can't be created because the current account has reached the limit " +
        'on the number of active health checks.',
    );
  const check: HealthCheckRecord = {
    id: uuid(store.deps.random),
    callerReference: input.CallerReference ?? '',
    version: 1,
    config,
    ...alarmOf(store, config),
  };
  put(store, check);
  return created(check);
}

function getHealthCheck(
  store: Route53Store,
  _context: RequestContext,
  input: GetHealthCheckRequest,
): GetHealthCheckResponse {
  return { HealthCheck: shape(store.healthCheck(input.HealthCheckId)) };
}

function getHealthCheckCount(store: Route53Store): GetHealthCheckCountResponse {
  return { HealthCheckCount: store.healthChecks.list().length };
}

function getCheckerIpRanges(): GetCheckerIpRangesResponse {
  return { CheckerIpRanges: [...CHECKER_RANGES_TOLD] };
}

function listHealthChecks(
  store: Route53Store,
  _context: RequestContext,
  input: ListHealthChecksRequest,
): ListHealthChecksResponse {
  const checks = store.healthChecks.list();
  const start =
    input.Marker === undefined ? 0 : checks.findIndex((check) => check.id === input.Marker);
  if (start === -1) fail('InvalidInput', 'The marker provided is invalid');
  const { MaxItems: size = PAGE_ITEMS_MAX } = input;
  const { items, next } = page(checks, { start, size, max: PAGE_ITEMS_MAX });
  return {
    HealthChecks: items.map(shape),
    Marker: input.Marker ?? '',
    IsTruncated: next !== undefined,
    NextMarker: next?.id,
    MaxItems: Math.min(size, PAGE_ITEMS_MAX),
  };
}

function updateHealthCheck(
  store: Route53Store,
  _context: RequestContext,
  input: UpdateHealthCheckRequest,
): UpdateHealthCheckResponse {
  const check = store.healthCheck(input.HealthCheckId);
  if (input.HealthCheckVersion !== undefined && input.HealthCheckVersion !== check.version)
    fail(
      'HealthCheckVersionMismatch',
      `The value of HealthCheckVersion in the request doesn't match the value of HealthCheckVersion in the health check.`,
      409,
    );
  const changed = changedMembers(input);
  const immutable = immutableChange(check.config, changed);
  if (immutable !== undefined)
    fail(
      'InvalidInput',
      `Invalid parameter : ${immutable} cannot be changed: the health check was created by domain name`,
    );
  const config: HealthCheckConfig = { ...check.config, ...changed };
  for (const element of input.ResetElements ?? []) delete config[element];
  checkConfig(config);
  checkChildren(store, config);
  const version = check.version + 1;
  const updated = { ...check, config, ...alarmOf(store, config), version };
  put(store, updated);
  return { HealthCheck: shape(updated) };
}

/**
 * Route 53 does not look whether record sets still use the check (API reference,
 * "DeleteHealthCheck").
 */
function deleteHealthCheck(
  store: Route53Store,
  _context: RequestContext,
  input: DeleteHealthCheckRequest,
): DeleteHealthCheckResponse {
  const { id } = store.healthCheck(input.HealthCheckId);
  store.healthChecks.delete(id);
  store.tags.delete(`healthcheck/${id}`);
  store.deps.dataPlane.changed();
  return {};
}

/** "a calculated health check can't monitor the status of other calculated health checks". */
function checkChildren(store: Route53Store, config: HealthCheckConfig): void {
  for (const id of config.ChildHealthChecks ?? []) {
    const child =
      store.healthChecks.get(id) ??
      fail('InvalidInput', `Invalid parameter : child health check ${id} does not exist`);
    if (child.config.Type === 'CALCULATED')
      fail(
        'InvalidInput',
        `Invalid parameter : child health check ${id} is a calculated health check`,
      );
  }
}

function alarmOf(store: Route53Store, config: HealthCheckConfig): { alarm?: CopiedAlarm } {
  if (config.Type !== 'CLOUDWATCH_METRIC') return {};
  return { alarm: copyAlarm(config, store.findAlarm) };
}

function put(store: Route53Store, check: HealthCheckRecord): void {
  store.healthChecks.put(check.id, check);
  store.deps.dataPlane.changed();
}

function sameSettings(check: HealthCheckRecord, config: HealthCheckConfig): HealthCheckRecord {
  if (JSON.stringify(withDefaults(check.config)) !== JSON.stringify(config))
    fail(
      'HealthCheckAlreadyExists',
      'A health check with the same caller reference but different settings already exists.',
      409,
    );
  return check;
}

/**
 * The members of the request that are settings; type, interval and latency measurement are not
 * among them: immutable.
 */
function changedMembers(input: UpdateHealthCheckRequest): Partial<HealthCheckConfig> {
  const {
    HealthCheckId: _id,
    HealthCheckVersion: _version,
    ResetElements: _reset,
    ...rest
  } = input;
  const present = Object.entries(rest).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<HealthCheckConfig>;
}

function created(check: HealthCheckRecord): CreateHealthCheckResponse {
  return {
    HealthCheck: shape(check),
    Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
  };
}

function shape(check: HealthCheckRecord): HealthCheck {
  return {
    Id: check.id,
    CallerReference: check.callerReference,
    HealthCheckConfig: check.config,
    HealthCheckVersion: check.version,
    ...(check.alarm && { CloudWatchAlarmConfiguration: describeAlarm(check.alarm) }),
  };
}
