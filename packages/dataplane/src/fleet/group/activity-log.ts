import { randomUUID } from 'node:crypto';
import type { ScalingActivity } from '@understudy/contract';
import type { PartContext } from '../../part.ts';
import { described } from './wording.ts';

/** A group's scaling activities, the newest ones only. */
export class ActivityLog {
  readonly #context: PartContext;
  readonly #groupName: string;
  readonly #countMax: number;
  readonly #activities: ScalingActivity[] = [];

  constructor(context: PartContext, groupName: string, countMax: number) {
    this.#context = context;
    this.#groupName = groupName;
    this.#countMax = countMax;
  }

  begin(description: string, cause: string): ScalingActivity {
    const activity: ScalingActivity = {
      activityId: randomUUID(),
      groupName: this.#groupName,
      cause,
      description,
      startMs: this.#context.clock.nowMs(),
      endMs: undefined,
      status: 'InProgress',
      statusMessage: '',
    };
    this.#activities.unshift(activity);
    this.#activities.length = Math.min(this.#activities.length, this.#countMax);
    this.#emit(activity);
    return activity;
  }

  succeed(activity: ScalingActivity): void {
    activity.endMs = this.#context.clock.nowMs();
    activity.status = 'Successful';
  }

  /** A launch that something else ended before its instance was in service. */
  abandon(activity: ScalingActivity): void {
    activity.endMs = this.#context.clock.nowMs();
    activity.status = 'Failed';
    activity.statusMessage = 'The instance was terminated before it was in service.';
  }

  failLaunch(activity: ScalingActivity, reason: string): void {
    activity.endMs = this.#context.clock.nowMs();
    activity.status = 'Failed';
    activity.statusMessage = `${reason}. Launching EC2 instance failed.`;
    activity.description = described.failedLaunch(reason);
    this.#emit(activity);
  }

  /** As DescribeScalingActivities: those in progress first, then by start, newest first. */
  list(): ScalingActivity[] {
    const isInProgress = (activity: ScalingActivity): boolean => activity.status === 'InProgress';
    const copies = this.#activities.map((activity) => ({ ...activity }));
    return [
      ...copies.filter(isInProgress),
      ...copies.filter((activity) => !isInProgress(activity)),
    ];
  }

  #emit({ cause, description }: ScalingActivity): void {
    this.#context.emit({ type: 'scaling-activity', group: this.#groupName, cause, description });
  }
}
