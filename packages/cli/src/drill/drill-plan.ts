import { UnderstudyError } from '@understudy/contract';
import type { ClientDefinition, Scenario } from '@understudy/drill';
import type { SiteConfig } from '@understudy/site';
import type { Progress } from '../render/progress.ts';
import { unmetNeed } from './site-facts.ts';

export interface PlannedRun {
  speed: number;
  scenarios: Scenario[];
}

interface PlanOptions {
  site: SiteConfig;
  client: ClientDefinition | undefined;
  speed: number;
  /** Of an engine that runs already. */
  isSpeedFixed: boolean;
  flags: { all?: true };
  progress: Pick<Progress, 'note'>;
}

/**
 * Which drills are run at which speed, in their order. What the site gives nothing to see for is
 * left out of `--all`, and said.
 *
 * @throws UnderstudyError DrillUnfit where such a one was named
 */
export function drillPlan(scenarios: readonly Scenario[], options: PlanOptions): PlannedRun[] {
  const { speed, isSpeedFixed } = options;
  const runs = new Map<number, Scenario[]>();
  for (const scenario of scenarios) {
    const reason = unfit(scenario, options);
    if (reason !== undefined) {
      leaveOut(scenario, reason, options);
      continue;
    }
    const own = isSpeedFixed ? speed : Math.min(speed, scenario.speedMax ?? speed);
    runs.set(own, [...(runs.get(own) ?? []), scenario]);
  }
  return [...runs].map(([own, some]) => ({ speed: own, scenarios: some }));
}

function unfit(
  scenario: Scenario,
  { site, client, speed, isSpeedFixed }: PlanOptions,
): string | undefined {
  const { speedMax = speed } = scenario;
  if (isSpeedFixed && speed > speedMax)
    return `it says something at speed ${speedMax} at most, and the engine runs at ${speed}`;
  return unmetNeed(scenario, site, client);
}

function leaveOut({ name }: Scenario, reason: string, { flags, progress }: PlanOptions): void {
  if (flags.all === undefined)
    throw new UnderstudyError('DrillUnfit', { message: `${name} cannot be run: ${reason}` });
  progress.note(`${name} is left out: ${reason}`);
}
