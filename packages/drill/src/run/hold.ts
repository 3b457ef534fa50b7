import { phrase } from '../report/words/phrases/phrase.ts';
import type { DrillRun } from './drill-run.ts';
import { end, heal, steady, steadyBefore } from './fail-over.ts';

const LASTS_SECONDS = 90;

/** Breaks something for so long, heals it, and watches meanwhile: no failover is waited for. */
export async function hold(run: DrillRun): Promise<void> {
  const { phases, target, scenario } = run;
  const { lastsSeconds = LASTS_SECONDS } = scenario;
  await steadyBefore(run);
  await run.breakIt();
  const untilMs = target.clock.nowMs() + lastsSeconds * 1000;
  await phases.pass({
    ...{ name: 'fault', until: phrase('until.passed', { time: lastsSeconds }) },
    boundSeconds: lastsSeconds,
    isOver: () => target.clock.nowMs() >= untilMs,
  });
  await heal(run);
  await steady(run, 'steady-again');
  await end(run);
}
