import type {
  GetHealthCheckLastFailureReasonRequest,
  GetHealthCheckLastFailureReasonResponse,
  GetHealthCheckStatusRequest,
  GetHealthCheckStatusResponse,
  HealthCheckObservation,
  HealthCheckRegion,
} from '@aws-sdk/client-route-53';
import type { HealthCheckStatus } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { Route53Store } from '../route53-store.ts';

/** What each checker saw. */
export const healthCheckStatusOperations = {
  GetHealthCheckStatus: operation(getHealthCheckStatus),
  GetHealthCheckLastFailureReason: operation(getHealthCheckLastFailureReason),
};

async function getHealthCheckStatus(
  store: Route53Store,
  _context: RequestContext,
  input: GetHealthCheckStatusRequest,
): Promise<GetHealthCheckStatusResponse> {
  const checkers = await observed(store, input.HealthCheckId);
  return { HealthCheckObservations: checkers.map((checker) => observation(checker, checker)) };
}

/**
 * "one Observation element for each […] health checker that is reporting a last failure reason".
 */
async function getHealthCheckLastFailureReason(
  store: Route53Store,
  _context: RequestContext,
  input: GetHealthCheckLastFailureReasonRequest,
): Promise<GetHealthCheckLastFailureReasonResponse> {
  const checkers = await observed(store, input.HealthCheckId);
  return {
    HealthCheckObservations: checkers.flatMap((checker) =>
      checker.lastFailure === undefined ? [] : [observation(checker, checker.lastFailure)],
    ),
  };
}

async function observed(
  store: Route53Store,
  id: string | undefined,
): Promise<HealthCheckStatus['checkers']> {
  const check = store.healthCheck(id);
  // Both pages: "You can't use [it] for a calculated health check."
  if (check.config.Type === 'CALCULATED')
    fail('InvalidInput', 'Cannot get the status of a calculated health check');
  // What checkers say of an alarm's data is not published; the status is in CloudWatch.
  if (check.config.Type === 'CLOUDWATCH_METRIC') return [];
  const input = { healthCheckId: check.id };
  return (await store.deps.dataPlane.queryGlobal('healthCheckStatus', input)).checkers;
}

function observation(
  { region, address }: HealthCheckStatus['checkers'][number],
  report: { status: string; checkedMs?: number | undefined },
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
