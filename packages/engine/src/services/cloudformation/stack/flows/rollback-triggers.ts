import type { BringUpResult } from './bring-up.ts';
import type { Flow } from './flow.ts';

const MS_PER_MINUTE = 60_000;

/** AWS does not say how soon it sees an alarm. */
const LOOK_MS = 5_000;

/**
 * Does the work on a stack under the eyes of its rollback triggers, and watches on for the
 * monitoring time, before anything old is removed. A trigger that is missing, or in ALARM, gives
 * the operation up.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
 */
export async function underTriggers(
  flow: Flow,
  work: () => Promise<BringUpResult>,
): Promise<BringUpResult> {
  const { triggers = [], monitoringMinutes = 0 } = flow.stack.rollbackConfiguration ?? {};
  if (triggers.length === 0 && monitoringMinutes === 0) return work();
  await look(flow, triggers);
  const end = new AbortController();
  const watching = watch(flow, triggers, end.signal);
  try {
    const result = await work();
    if (result.kind !== 'done') return result;
    // Also without triggers: the update may be cancelled by hand meanwhile.
    await pause(flow, monitoringMinutes * MS_PER_MINUTE, flow.workSignals.signal);
    if (!flow.givenUp) await look(flow, triggers);
    if (flow.stopping) return { kind: 'stopped' };
    return flow.givenUp ? { kind: 'failed', reason: flow.giveUpReason ?? '' } : result;
  } finally {
    end.abort();
    await watching;
  }
}

async function watch(flow: Flow, triggers: readonly string[], end: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([end, flow.workSignals.signal]);
  while (!signal.aborted) {
    await pause(flow, LOOK_MS, signal);
    if (!signal.aborted) await look(flow, triggers);
  }
}

async function look(flow: Flow, triggers: readonly string[]): Promise<void> {
  const { stack, environment } = flow;
  for (const arn of triggers) {
    const alarm = await environment.alarmState(arn, stack.region);
    if (alarm === undefined) flow.giveUp(`Rollback trigger ${arn} does not exist. `);
    if (alarm?.state === 'ALARM')
      flow.giveUp(`Rollback trigger ${arn} is in ALARM state: ${alarm.reason}. `);
  }
}

/** Ends with the signal, too. */
async function pause({ environment }: Flow, ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return;
  await environment.clock.sleep(ms, signal).catch(() => undefined);
}
