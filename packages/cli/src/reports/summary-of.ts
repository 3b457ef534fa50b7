import type { Report } from '@understudy/drill/report';

type Summed = Pick<
  Report,
  'scenario' | 'design' | 'speed' | 'seed' | 'verdict' | 'rto' | 'rpo' | 'predicted'
>;

/** What `--json` prints of a drill: the figures, and where the whole report is. */
export function summaryOf(report: Summed, file: string): object {
  const { scenario, design, speed, seed, verdict, rto, rpo, predicted } = report;
  return {
    ...{ scenario: scenario.name, design, speed, seed, verdict, rto, rpo },
    ...{ predicted, report: file },
  };
}
