import type { TargetHealth as RegionTargetHealth } from '@understudy/contract';
import type {
  AdministrativeOverride,
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
  TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { askRegion } from '../../../kernel/ask-region.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import type { TargetGroupRecord } from '../records.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const TARGETS_MAX = 1_000;

export const targetOperations = {
  RegisterTargets: operation(registerTargets),
  DeregisterTargets: operation(deregisterTargets),
  DescribeTargetHealth: operation(describeTargetHealth, { accepts: ['TargetGroupArn', 'Targets'] }),
};

async function registerTargets(
  store: ElbV2Store,
  context: RequestContext,
  input: RegisterTargetsInput,
): Promise<RegisterTargetsOutput> {
  const { region } = context;
  const arn = required(input.TargetGroupArn, 'TargetGroupArn');
  const asked = store.targetGroup(region, arn);
  const added = required(input.Targets, 'Targets').map((target) => targetOf(asked, target));
  await checkInstances(store, region, added);
  // Read again: the question to the region let others write.
  const group = store.targetGroup(region, arn);
  const kept = group.targets.filter((held) => !added.some((target) => same(held, target)));
  const targets = [...kept, ...added];
  if (targets.length > TARGETS_MAX)
    fail('TooManyTargets', `A target group can have at most ${TARGETS_MAX} targets`);
  store.targetGroups.put(region, group.arn, { ...group, targets });
  store.changed();
  return {};
}

function deregisterTargets(
  store: ElbV2Store,
  context: RequestContext,
  input: DeregisterTargetsInput,
): DeregisterTargetsOutput {
  const { region } = context;
  const group = store.targetGroup(region, required(input.TargetGroupArn, 'TargetGroupArn'));
  const removed = required(input.Targets, 'Targets');
  // Without a port, every registration of the instance goes.
  const targets = group.targets.filter(
    (held) =>
      !removed.some(
        ({ Id: id, Port: port }) =>
          held.instanceId === id && (port === undefined || held.port === port),
      ),
  );
  store.targetGroups.put(region, group.arn, { ...group, targets });
  store.changed();
  return {};
}

async function describeTargetHealth(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeTargetHealthInput,
): Promise<DescribeTargetHealthOutput> {
  const { region } = context;
  const group = store.targetGroup(region, required(input.TargetGroupArn, 'TargetGroupArn'));
  const all = await askRegion(store.deps.dataPlane, region, 'describeTargetHealth', {
    targetGroupArn: group.arn,
  });
  const wanted = input.Targets ?? [];
  const shown =
    wanted.length === 0
      ? all.map((target) => describe(group, target))
      : wanted.map((target) => describeWanted(group, all, target));
  const shifted = shiftedZones(store, region, group.arn);
  const withOverride = shown.map((each) => {
    const zone = all.find(({ instanceId }) => instanceId === each.Target?.Id)?.zone ?? '';
    return { ...each, AdministrativeOverride: overrideOf(shifted.has(zone)) };
  });
  return { TargetHealthDescriptions: withOverride };
}

/** From where traffic of the load balancers that use the group is shifted away. */
function shiftedZones(store: ElbV2Store, region: string, groupArn: string): Set<string> {
  const shifts = store
    .loadBalancerArnsOf(region, groupArn)
    .flatMap((arn) => store.zonalShifts(region, store.loadBalancer(region, arn)));
  return new Set(shifts.map(({ zone }) => zone));
}

/**
 * "When a zonal shift is started for an Application Load Balancer, all targets within the zone
 * being shifted away from are considered administratively overridden."
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html#admin-override
 */
function overrideOf(isShifted: boolean): AdministrativeOverride {
  return isShifted
    ? {
        State: 'zonal_shift_active',
        Reason: 'AdministrativeOverride.ZonalShiftActive',
        Description: 'Zonal shift is active in target Availability Zone',
      }
    : {
        State: 'no_override',
        Reason: 'AdministrativeOverride.NoOverride',
        Description: 'No override is currently active on target',
      };
}

async function checkInstances(
  store: ElbV2Store,
  region: string,
  targets: readonly { instanceId: string }[],
): Promise<void> {
  const instances = await askRegion(store.deps.dataPlane, region, 'describeInstances', {});
  for (const { instanceId } of targets)
    if (!instances.some((instance) => instance.instanceId === instanceId))
      fail(
        'InvalidTarget',
        `The following targets are not in the target group's VPC: '${instanceId}'`,
      );
}

function targetOf(
  group: TargetGroupRecord,
  target: TargetDescription,
): { instanceId: string; port: number } {
  return { instanceId: required(target.Id, 'Id'), port: target.Port ?? group.port };
}

function same(
  one: { instanceId: string; port: number },
  other: { instanceId: string; port: number },
): boolean {
  return one.instanceId === other.instanceId && one.port === other.port;
}

function describe(
  group: TargetGroupRecord,
  target: RegionTargetHealth,
): NonNullable<DescribeTargetHealthOutput['TargetHealthDescriptions']>[number] {
  const { port } = group.healthCheck;
  return {
    Target: { Id: target.instanceId, Port: target.port, AvailabilityZone: target.zone },
    HealthCheckPort: port === 'traffic-port' ? String(target.port) : port,
    TargetHealth: {
      State: target.state,
      Reason: target.reason === '' ? undefined : (target.reason as TargetHealth['Reason']),
      Description: target.description === '' ? undefined : target.description,
    },
  };
}

function describeWanted(
  group: TargetGroupRecord,
  all: readonly RegionTargetHealth[],
  wanted: TargetDescription,
): ReturnType<typeof describe> {
  const port = wanted.Port ?? group.port;
  const found = all.find((target) => target.instanceId === wanted.Id && target.port === port);
  if (found !== undefined) return describe(group, found);
  return {
    Target: { Id: wanted.Id, Port: port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}
