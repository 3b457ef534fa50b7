import type { AutoScalingGroup, TargetHealth } from '@understudy/contract';
import type { TargetRegistry } from '../../balancer/targets/target-registry.ts';
import { failsElbCheck } from './adjust-capacity.ts';
import type { Member } from './member.ts';

type Targets = Pick<TargetRegistry, 'state'>;

/** A member whose program runs, and which a target group calls unhealthy. */
export function isUnhealthyTarget(
  member: Member,
  group: AutoScalingGroup,
  { targets, nowMs }: { targets: Targets; nowMs: number },
): boolean {
  return failsElbCheck({
    healthCheckType: group.healthCheckType,
    gracePeriodMs: group.healthCheckGracePeriodSeconds * 1_000,
    inServiceForMs: nowMs - (member.inServiceMs ?? nowMs),
    states: statesOf(member, targets),
  });
}

/**
 * "An instance is considered healthy and ready to use after it successfully completes its first
 * health check and the specified warmup time passes."
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy-overview-and-considerations.html
 */
export function isReady(
  member: Member,
  group: AutoScalingGroup,
  { targets, nowMs }: { targets: Targets; nowMs: number },
): boolean {
  const warmupMs = (group.defaultInstanceWarmupSeconds ?? 0) * 1_000;
  return (
    member.state === 'InService' &&
    member.failedCheck === undefined &&
    nowMs - (member.inServiceMs ?? nowMs) >= warmupMs &&
    // Nobody asks for a target that is unused: there is no check to pass.
    statesOf(member, targets).every((state) => state === 'healthy' || state === 'unused')
  );
}

/** In the target groups that are there. */
function statesOf(member: Member, targets: Targets): TargetHealth['state'][] {
  return [...member.registeredWith].flatMap((arn) => targets.state(arn, member.instanceId) ?? []);
}
