import process from 'node:process';
import { statusReport } from '../../checks/report/report.ts';
import { runChecks } from '../../checks/run.ts';
import { findSession } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { Progress } from '../../render/progress.ts';
import { renderStatus } from '../../render/status.ts';

/** Checks every system now. Exit code 1 when one is failing. */
export async function status(flags: GlobalFlags & { json?: true; inert?: true }): Promise<void> {
  const session = findSession(flags);
  const progress = new Progress({ enabled: flags.json === undefined });
  progress.update('checking every system');
  const report = await statusReport(session, await runChecks(session));
  progress.clear();
  process.stdout.write(
    flags.json === undefined
      ? `${renderStatus(report, { inert: flags.inert !== undefined })}\n`
      : `${JSON.stringify(report)}\n`,
  );
  if (report.systems.some((system) => system.state === 'failing')) process.exitCode = 1;
}
