import type { Report } from '@understudy/drill/report';

type Summed = Pick<
  Report,
  'scenario' | 'design' | 'speed' | 'seed' | 'verdict' | 'rto' | 'rpo' | 'predicted'
> &
  Partial<Pick<Report, 'writes'>>;

/** What `--json` prints of a drill: the figures, and where the whole report is. */
export function summaryOf(report: Summed, file: string): object {
  const { scenario, design, speed, seed, verdict, rto, rpo, predicted } = report;
  const { writes = null } = report;
  return {
    ...{ scenario: scenario.name, design, speed, seed, verdict, rto, rpo, writes },
    ...{ predicted, report: file },
  };
}
