import type { Report } from '../report/schema.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { DrillTarget } from '../target.ts';
import { DrillRun } from './drill-run.ts';
import { failOver } from './fail-over.ts';
import { hold } from './hold.ts';
import type { DrillOptions } from './options.ts';
import { reportOf } from './report-of.ts';

/**
 * Runs a scenario on a site that works: breaks it, watches, heals it. Whatever happens, no fault,
 * no client and no marker object of the drill is left.
 */
export async function runDrill(
  scenario: Scenario,
  target: DrillTarget,
  options: DrillOptions,
): Promise<Report> {
  const run = new DrillRun(scenario, target, options);
  try {
    run.start();
    await (scenario.failsOver ? failOver(run) : hold(run));
  } finally {
    await run.stop();
  }
  return reportOf(run);
}
