import type {
  CreateHealthCheckRequest,
  CreateHealthCheckResponse,
  DeleteHealthCheckRequest,
  DeleteHealthCheckResponse,
  GetHealthCheckLastFailureReasonRequest,
  GetHealthCheckLastFailureReasonResponse,
  GetHealthCheckRequest,
  GetHealthCheckResponse,
  GetHealthCheckStatusRequest,
  GetHealthCheckStatusResponse,
  HealthCheckConfig,
  HealthCheckObservation,
  HealthCheckRegion,
  HealthCheck as HealthCheckShape,
  ListHealthChecksRequest,
  ListHealthChecksResponse,
  UpdateHealthCheckRequest,
  UpdateHealthCheckResponse,
} from '@aws-sdk/client-route-53';
import type { Alarm, HealthCheck, HealthCheckStatus } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { uuid } from '../../kernel/identifiers.ts';
import type { Table } from '../../kernel/state-store.ts';
import { copyAlarm, describeAlarm, type CopiedAlarm } from './alarm-check.ts';
import { checkConfig, immutableChange, toDocument, withDefaults } from './health-check-policy.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const HEALTH_CHECKS_MAX = 200;
const PAGE_ITEMS_MAX = 100;

interface StoredHealthCheck {
  id: string;
  callerReference: string;
  version: number;
  config: HealthCheckConfig;
  /** CLOUDWATCH_METRIC: the alarm as it was when the check was last created or updated. */
  alarm?: CopiedAlarm;
}

type FindAlarm = (region: string, name: string) => Alarm | undefined;

/** Health checks as records; the checkers of the global process carry them out. */
export class HealthChecks {
  readonly #deps: ServiceDeps;
  readonly #findAlarm: FindAlarm;
  readonly #table: Table<StoredHealthCheck>;

  constructor(deps: ServiceDeps, findAlarm: FindAlarm) {
    this.#deps = deps;
    this.#findAlarm = findAlarm;
    this.#table = deps.state.table('route53/health-checks');
  }

  create(input: CreateHealthCheckRequest): CreateHealthCheckResponse {
    if (input.HealthCheckConfig === undefined)
      throw new AwsError({ code: 'InvalidInput', message: "Missing field 'HealthCheckConfig'" });
    const config = withDefaults(input.HealthCheckConfig);
    checkConfig(input.HealthCheckConfig);
    this.#checkChildren(config);
    const checks = this.#table.list();
    const same = checks.find((check) => check.callerReference === input.CallerReference);
    if (same !== undefined) return this.#created(sameSettings(same, config));
    if (checks.length >= HEALTH_CHECKS_MAX)
      throw new AwsError({
        code: 'TooManyHealthChecks',
        // API_CreateHealthCheck, "Errors".
        message:
          "This health check can't be created because the current account has reached the limit " +
          'on the number of active health checks.',
      });
    const check: StoredHealthCheck = {
      id: uuid(this.#deps.random),
      callerReference: input.CallerReference ?? '',
      version: 1,
      config,
      ...this.#alarmOf(config),
    };
    this.#put(check);
    return this.#created(check);
  }

  get(input: GetHealthCheckRequest): GetHealthCheckResponse {
    return { HealthCheck: shape(this.#find(input.HealthCheckId)) };
  }

  list(input: ListHealthChecksRequest): ListHealthChecksResponse {
    const checks = this.#table.list();
    const start =
      input.Marker === undefined ? 0 : checks.findIndex((check) => check.id === input.Marker);
    if (start === -1)
      throw new AwsError({ code: 'InvalidInput', message: 'The marker provided is invalid' });
    const size = Math.min(Number(input.MaxItems ?? PAGE_ITEMS_MAX), PAGE_ITEMS_MAX);
    const next = checks[start + size];
    return {
      HealthChecks: checks.slice(start, start + size).map(shape),
      Marker: input.Marker ?? '',
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: size,
    };
  }

  update(input: UpdateHealthCheckRequest): UpdateHealthCheckResponse {
    const check = this.#find(input.HealthCheckId);
    if (input.HealthCheckVersion !== undefined && input.HealthCheckVersion !== check.version)
      throw new AwsError({
        code: 'HealthCheckVersionMismatch',
        status: 409,
        message: `The value of HealthCheckVersion in the request doesn't match the value of HealthCheckVersion in the health check.`,
      });
    const changed = changedMembers(input);
    const immutable = immutableChange(check.config, changed);
    if (immutable !== undefined)
      throw new AwsError({
        code: 'InvalidInput',
        message: `Invalid parameter : ${immutable} cannot be changed: the health check was created by domain name`,
      });
    const config: HealthCheckConfig = { ...check.config, ...changed };
    for (const element of input.ResetElements ?? []) delete config[element];
    checkConfig(config);
    this.#checkChildren(config);
    const updated = {
      ...check,
      config,
      ...this.#alarmOf(config),
      version: check.version + 1,
    };
    this.#put(updated);
    return { HealthCheck: shape(updated) };
  }

  /** Route 53 does not look whether record sets still use the check (API reference, "DeleteHealthCheck"). */
  delete(input: DeleteHealthCheckRequest): DeleteHealthCheckResponse {
    const check = this.#find(input.HealthCheckId);
    this.#table.delete(check.id);
    this.#deps.dataPlane.changed();
    return {};
  }

  async status(input: GetHealthCheckStatusRequest): Promise<GetHealthCheckStatusResponse> {
    const checkers = await this.#observed(input.HealthCheckId);
    return {
      HealthCheckObservations: checkers.map((checker) => observation(checker, checker)),
    };
  }

  /** "one Observation element for each […] health checker that is reporting a last failure reason". */
  async lastFailureReason(
    input: GetHealthCheckLastFailureReasonRequest,
  ): Promise<GetHealthCheckLastFailureReasonResponse> {
    const checkers = await this.#observed(input.HealthCheckId);
    return {
      HealthCheckObservations: checkers.flatMap((checker) =>
        checker.lastFailure === undefined ? [] : [observation(checker, checker.lastFailure)],
      ),
    };
  }

  async #observed(id: string | undefined): Promise<HealthCheckStatus['checkers']> {
    const check = this.#find(id);
    // Both pages: "You can't use [it] for a calculated health check."
    if (check.config.Type === 'CALCULATED')
      throw new AwsError({
        code: 'InvalidInput',
        message: 'Cannot get the status of a calculated health check',
      });
    // What checkers say of an alarm's data is not published; the status is in CloudWatch.
    if (check.config.Type === 'CLOUDWATCH_METRIC') return [];
    const input = { healthCheckId: check.id };
    return (await this.#deps.dataPlane.queryGlobal('healthCheckStatus', input)).checkers;
  }

  exists(id: string): boolean {
    return this.#table.get(id) !== undefined;
  }

  count(): number {
    return this.#table.list().length;
  }

  documents(): HealthCheck[] {
    return this.#table.list().map((check) => toDocument(check.id, check.config, check.alarm));
  }

  /** "a calculated health check can't monitor the status of other calculated health checks". */
  #checkChildren(config: HealthCheckConfig): void {
    for (const id of config.ChildHealthChecks ?? []) {
      const child = this.#table.get(id);
      if (child === undefined)
        throw new AwsError({
          code: 'InvalidInput',
          message: `Invalid parameter : child health check ${id} does not exist`,
        });
      if (child.config.Type === 'CALCULATED')
        throw new AwsError({
          code: 'InvalidInput',
          message: `Invalid parameter : child health check ${id} is a calculated health check`,
        });
    }
  }

  #alarmOf(config: HealthCheckConfig): { alarm?: CopiedAlarm } {
    if (config.Type !== 'CLOUDWATCH_METRIC') return {};
    return { alarm: copyAlarm(config, this.#findAlarm) };
  }

  #created(check: StoredHealthCheck): CreateHealthCheckResponse {
    return {
      HealthCheck: shape(check),
      Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
    };
  }

  #put(check: StoredHealthCheck): void {
    this.#table.put(check.id, check);
    this.#deps.dataPlane.changed();
  }

  #find(id: string | undefined): StoredHealthCheck {
    const check = this.#table.get(id ?? '');
    if (check !== undefined) return check;
    throw new AwsError({
      code: 'NoSuchHealthCheck',
      status: 404,
      message: `A health check with id ${id} does not exist.`,
    });
  }
}

function observation(
  { region, address }: HealthCheckStatus['checkers'][number],
  report: { status: string; checkedMs: number | undefined },
): HealthCheckObservation {
  return {
    Region: region as HealthCheckRegion,
    IPAddress: address,
    StatusReport: {
      Status: report.status,
      ...(report.checkedMs === undefined ? {} : { CheckedTime: new Date(report.checkedMs) }),
    },
  };
}

function sameSettings(check: StoredHealthCheck, config: HealthCheckConfig): StoredHealthCheck {
  if (JSON.stringify(withDefaults(check.config)) === JSON.stringify(config)) return check;
  throw new AwsError({
    code: 'HealthCheckAlreadyExists',
    status: 409,
    message: 'A health check with the same caller reference but different settings already exists.',
  });
}

/** The members of the request that are settings; type, interval and latency measurement are not among them: immutable. */
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

function shape(check: StoredHealthCheck): HealthCheckShape {
  return {
    Id: check.id,
    CallerReference: check.callerReference,
    HealthCheckConfig: check.config,
    HealthCheckVersion: check.version,
    ...(check.alarm && { CloudWatchAlarmConfiguration: describeAlarm(check.alarm) }),
  };
}
