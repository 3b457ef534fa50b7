import type { Report } from '../schema.ts';
import { DRILLS_VERSION, type Drill, type Drills } from './schema.ts';

/** A drill's report, and where it is from the folder of `drills.json`. */
export interface DrillAndPlace {
  report: Report;
  place: string;
}

/** Several drills as one: `asked` are the names of all that were to be run. */
export function drillsOf(asked: readonly string[], done: readonly DrillAndPlace[]): Drills {
  return {
    ...{ version: DRILLS_VERSION, asked: [...asked] },
    verdict: verdictOf(asked, done),
    drills: done.map(drillOf),
  };
}

function verdictOf(asked: readonly string[], done: readonly DrillAndPlace[]): Drills['verdict'] {
  for (const one of ['missed', 'inconclusive'] as const)
    if (done.some(({ report }) => report.verdict === one)) return one;
  return done.length >= asked.length ? 'passed' : 'unfinished';
}

function drillOf({ report, place }: DrillAndPlace): Drill {
  const { scenario, design, site, speed, seed, versions, startedAt, wallSeconds } = report;
  const { verdict, expectations, rto, rpo, predicted, requests, findings } = report;
  return {
    ...{ scenario, design, site, speed, seed, versions, startedAt, wallSeconds },
    ...{ verdict, expectations, rto, rpo, predicted, requests, findings },
    report: place,
  };
}
