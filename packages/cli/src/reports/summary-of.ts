import type { Report } from '@understudy/drill';

/** What `--json` prints of a drill: the figures, and where the whole report is. */
export function summaryOf(report: Report, file: string): object {
  const { scenario, design, speed, seed, verdict, rto, rpo, predicted } = report;
  return {
    ...{ scenario: scenario.name, design, speed, seed, verdict, rto, rpo },
    ...{ predicted, report: file },
  };
}
