import type { Report } from '../report/schema.ts';
import type { Fleet, ScaleOut } from './templates/fleet-of.ts';

type PredictedCapacity = NonNullable<Report['predicted']['standby']>;

/** What comes to the standby, and what is known of its instances. */
export interface Demand {
  requestsPerMinute: number;
  /** Besides, by a surge. */
  surgePerMinute: number;
  /** The longest that launches were seen to take; undefined: none was seen. */
  bootSeconds: number | undefined;
}

/** CloudWatch's minute begins when it does, not when the load comes. */
const ALIGNED = 1;
/**
 * "For Auto Scaling actions, the alarm continues to invoke the action once per minute that the
 * alarm remains in the new state": so it is after a cooldown.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
const INVOKED_SECONDS = 60;
/**
 * "It typically takes less than 10 minutes from the issue of the RunInstances call to the point
 * where all requested instances begin their boot sequences." What a template has of it, a grace
 * period, says how long an instance is left alone and not how long it takes.
 * https://aws.amazon.com/ec2/faqs/ ("How quickly will systems be running?")
 */
const ASSUMED_BOOT_SECONDS = 600;

/**
 * Whether a standby takes a load with what it runs, and if not, when scaling has added what is
 * lacking: the alarm's periods, a launch, the load balancer's first check. A simple policy then
 * waits for its cooldown, which begins once the launch has ended, and for its next invocation.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html
 */
export function predictCapacity(fleet: Fleet, demand: Demand): PredictedCapacity {
  const { instances, instancesMax, scaleOut, healthySeconds } = fleet;
  const { requestsPerMinute, surgePerMinute } = demand;
  const bootSeconds = demand.bootSeconds ?? ASSUMED_BOOT_SECONDS;
  const known = {
    ...{ instances, instancesMax, requestsPerMinute, surgePerMinute, bootSeconds },
    isBootMeasured: demand.bootSeconds !== undefined,
  };
  if (scaleOut === undefined) return { ...known, ...NONE };
  const perMinute = takenPerMinute(scaleOut);
  const needed = Math.max(1, Math.ceil((requestsPerMinute + surgePerMinute) / perMinute));
  const lacking = Math.min(needed, instancesMax) - instances;
  const first = { ...known, takes: perMinute * instances, needed };
  if (lacking <= 0) return { ...first, firstAddedSeconds: null, allAddedSeconds: null };
  const { periods, periodSeconds, adds, cooldownSeconds } = scaleOut;
  const firstAddedSeconds = (periods + ALIGNED) * periodSeconds + bootSeconds + healthySeconds;
  const rounds = Math.ceil(lacking / adds) - 1;
  const roundSeconds = cooldownSeconds + INVOKED_SECONDS + bootSeconds;
  return {
    ...{ ...first, firstAddedSeconds },
    allAddedSeconds: firstAddedSeconds + rounds * roundSeconds,
  };
}

function takenPerMinute({ requestsPerTarget, periodSeconds }: ScaleOut): number {
  return (requestsPerTarget * 60) / periodSeconds;
}

const NONE = { takes: null, needed: null, firstAddedSeconds: null, allAddedSeconds: null };
