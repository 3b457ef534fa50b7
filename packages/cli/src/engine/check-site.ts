import { statusReport } from '../checks/report/report.ts';
import { runChecks } from '../checks/run.ts';
import { renderStatus } from '../render/status.ts';
import type { Session } from './session.ts';

/** Checks every system of a site, and writes what it found. */
export async function checkSite(session: Session, { json }: { json: boolean }): Promise<string> {
  const report = await statusReport(session, await runChecks(session));
  return json ? JSON.stringify(report) : renderStatus(report);
}
