import { PROFILES, type Report } from '@understudy/drill/report';
import { colors } from '../render/colors.ts';
import { table } from '../render/table.ts';

type Summed = Pick<Report, 'verdict' | 'scenario' | 'rto' | 'requests'>;

/** Several drills, a line each: whether what was expected held, and what clients saw. */
export function renderSummary(reports: readonly Summed[]): string {
  const rows = reports.map((report) => [
    report.verdict === 'passed' ? colors.green('✓') : colors.red('✗'),
    report.scenario.name,
    outcomeOf(report),
    `${report.requests.failed} of ${report.requests.total}`,
  ]);
  const told = (['missed', 'inconclusive'] as const).flatMap((verdict) => {
    const count = reports.filter((report) => report.verdict === verdict).length;
    return count === 0 ? [] : [`${count} of ${reports.length} ${verdict}`];
  });
  const verdict = told.length === 0 ? 'all passed' : told.join(', ');
  return [table([['', 'DRILL', 'FRESH VISITOR', 'FAILED'], ...rows]), '', verdict].join('\n');
}

/** Of the client that holds nothing: what the site itself does. */
function outcomeOf({ rto }: Summed): string {
  const seen = rto[PROFILES[0]];
  if (seen === undefined || seen.unaffected) return 'no outage';
  return seen.seconds === null ? 'no recovery' : `back in ${seen.seconds.toFixed(1)} s`;
}
