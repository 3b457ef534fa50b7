import { errorText, type UnderstudyEvent } from '@understudy/contract';
import { alarmMessage, type AlarmStateName, type StateChange } from './alarm-message.ts';
import { askCloudWatchIfRunning, HEALTH_METRICS_REGION } from './ask-cloudwatch.ts';
import type { CloudWatchStore } from './cloudwatch-store.ts';
import type { AlarmRecord } from './records.ts';

/** Publishes to a topic of a region; throws what SNS answers. */
export type PublishToTopic = (
  region: string,
  message: { TopicArn: string; Subject: string; Message: string },
) => void;

export interface AlarmActionsOptions {
  publish: PublishToTopic;
  /** Told of an action that failed, as a sentence. */
  tell(message: string): void;
}

/** Of an alarm that has never been evaluated; nothing has changed then. */
const UNCHECKED = /^Unchecked/;
const GLOBAL_PROCESS = 'global';

/**
 * Publishes to the topics that are alarms' actions. Where alarms are evaluated (a region's process,
 * or the global one) knows no topics: it tells of changes by events. What changed while nobody
 * listened is found by comparing states.
 */
export class AlarmActions {
  readonly #store: CloudWatchStore;
  readonly #options: AlarmActionsOptions;
  readonly #end: () => void;
  #isStopped = false;

  constructor(store: CloudWatchStore, options: AlarmActionsOptions) {
    this.#store = store;
    this.#options = options;
    this.#end = store.deps.dataPlane.onEvent((event) => this.#hear(event));
  }

  /** Looks for what changed while no control plane was there; a lost region tells nothing. */
  async resume(): Promise<void> {
    const { alarms } = this.#store;
    const regions = new Set(alarms.all().map(({ arn }) => arn.split(':')[3] ?? ''));
    for (const region of regions) {
      const states = await this.#statesOf(region);
      for (const { name, state, reason, updatedMs } of states) {
        const alarm = alarms.get(region, name);
        if (alarm === undefined || UNCHECKED.test(reason)) continue;
        this.#change(region, alarm, { to: state, reason, atMs: updatedMs });
      }
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#end();
  }

  async #statesOf(
    region: string,
  ): Promise<{ name: string; state: AlarmStateName; reason: string; updatedMs: number }[]> {
    const { dataPlane } = this.#store.deps;
    try {
      return (await askCloudWatchIfRunning(dataPlane, region, 'describeAlarmStates', {})) ?? [];
    } catch (error) {
      // An alarm of a region that this engine does not run.
      this.#options.tell(`alarms of ${region} cannot be asked for: ${errorText(error)}`);
      return [];
    }
  }

  #hear({ source, body, awsMs }: UnderstudyEvent): void {
    if (body.type !== 'alarm') return;
    const region = source === GLOBAL_PROCESS ? HEALTH_METRICS_REGION : source;
    const alarm = this.#store.alarms.get(region, body.alarm);
    if (alarm === undefined) return;
    this.#change(region, alarm, { to: body.state, reason: body.reason, atMs: awsMs });
  }

  /**
   * What is in the state already was told before: by an event, or by a region that has begun anew.
   */
  #change(region: string, alarm: AlarmRecord, change: Omit<StateChange, 'from'>): void {
    if (this.#isStopped) return;
    const { states, deps } = this.#store;
    const from = states.get(region, alarm.name)?.state ?? 'INSUFFICIENT_DATA';
    if (from === change.to) return;
    deps.state.atOnce(() => {
      states.put(region, alarm.name, { state: change.to });
      if (alarm.actionsEnabled) this.#act(region, alarm, { ...change, from });
    });
  }

  #act(region: string, alarm: AlarmRecord, change: StateChange): void {
    const { account } = this.#store.deps;
    const { subject, message } = alarmMessage(alarm, change, { account, region });
    for (const action of actionsFor(alarm, change.to)) {
      if (!action.startsWith('arn:aws:sns:')) continue;
      try {
        this.#options.publish(region, { TopicArn: action, Subject: subject, Message: message });
      } catch (error) {
        // CloudWatch "doesn't detect errors resulting from an attempt to invoke actions"; the
        // others go on.
        this.#options.tell(`alarm ${alarm.name}: ${action}: ${errorText(error)}`);
      }
    }
  }
}

function actionsFor(alarm: AlarmRecord, state: AlarmStateName): readonly string[] {
  switch (state) {
    case 'ALARM':
      return alarm.alarmActions;
    case 'OK':
      return alarm.okActions;
    case 'INSUFFICIENT_DATA':
      return alarm.insufficientDataActions;
  }
}
