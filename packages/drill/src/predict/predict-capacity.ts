import type { Report } from '../report/schema.ts';
import type { Fleet } from './templates/fleet-of.ts';

type PredictedCapacity = NonNullable<Report['predicted']['standby']>;

/** CloudWatch's minute begins when it does, not when the load comes. */
const ALIGNED = 1;

/**
 * Whether a standby takes a load with what it runs, and if not, when scaling has added what is
 * lacking: the alarm's periods, an instance's boot, the load balancer's checks; a simple policy
 * then waits for its cooldown before the next.
 */
export function predictCapacity(fleet: Fleet, requestsPerMinute: number): PredictedCapacity {
  const { instances, instancesMax, scaleOut } = fleet;
  if (scaleOut === undefined) return { ...{ instances, instancesMax, requestsPerMinute }, ...NONE };
  const { requestsPerTarget, periodSeconds, periods, adds } = scaleOut;
  const perMinute = (requestsPerTarget * 60) / periodSeconds;
  const needed = Math.max(1, Math.ceil(requestsPerMinute / perMinute));
  const takes = perMinute * instances;
  const lacking = Math.min(needed, instancesMax) - instances;
  const first = { ...{ instances, instancesMax, requestsPerMinute }, takes, needed };
  if (lacking <= 0) return { ...first, firstAddedSeconds: null, allAddedSeconds: null };
  const firstAddedSeconds =
    (periods + ALIGNED) * periodSeconds + fleet.bootSecondsMax + fleet.healthySeconds;
  const rounds = Math.ceil(lacking / adds) - 1;
  return {
    ...{ ...first, firstAddedSeconds },
    allAddedSeconds: firstAddedSeconds + rounds * (fleet.cooldownSeconds + periodSeconds),
  };
}

const NONE = { takes: null, needed: null, firstAddedSeconds: null, allAddedSeconds: null };
