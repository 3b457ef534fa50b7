import { UnderstudyError } from '@understudy/contract';
import type { Scenario } from '@understudy/drill';
import type { Report } from '@understudy/drill/report';

/** Of drills on engines of their own, where none is named. */
export const DRILL_SPEED = 20;
/** What does not keep up at this either is not for drills. */
const SPEED_MIN = 5;

export interface Turns<Session> {
  speed: number;
  /** Somebody has named the speed: it is theirs to name another. */
  isNamed: boolean;
  /** An engine at that speed, for as long as `use` takes. */
  withEngine(speed: number, use: (session: Session) => Promise<number>): Promise<number>;
  run(session: Session, scenario: Scenario): Promise<Report>;
  tell(report: Report): void;
  note(text: string): void;
}

/**
 * Runs drills one after the other, on one engine. What a machine does not keep up with is run again
 * at half the speed, and the others go on as before: waits of AWS's run out while a slow machine
 * still works, and what is seen then is the machine.
 */
export async function runInTurn<Session>(
  scenarios: readonly Scenario[],
  turns: Turns<Session>,
): Promise<void> {
  const waiting = [...scenarios];
  for (let speed = turns.speed; waiting.length > 0;)
    speed = await turns.withEngine(speed, (session) => runSome(session, waiting, speed, turns));
}

/** Takes what is through out of them. Resolves with the speed of the next engine. */
async function runSome<Session>(
  session: Session,
  waiting: Scenario[],
  speed: number,
  turns: Turns<Session>,
): Promise<number> {
  for (let [scenario] = waiting; scenario !== undefined; [scenario] = waiting) {
    const report = await runOne(session, scenario, speed, turns);
    if (report === undefined) return speed / 2;
    turns.tell(report);
    waiting.shift();
    if (speed < turns.speed) break;
  }
  return turns.speed;
}

/** Undefined: it is to be run again, slower. */
async function runOne<Session>(
  session: Session,
  scenario: Scenario,
  speed: number,
  { isNamed, run, note }: Turns<Session>,
): Promise<Report | undefined> {
  const isSlowest = isNamed || speed / 2 < SPEED_MIN;
  try {
    const report = await run(session, scenario);
    if (report.verdict !== 'inconclusive' || isSlowest) return report;
    note(`${scenario.name}: this machine did not keep up; again at speed ${speed / 2}`);
  } catch (error) {
    const isTooFast = error instanceof UnderstudyError && error.code === 'DrillNotSteady';
    if (!isTooFast || isSlowest) throw error;
    note(`${scenario.name}: ${error.message}; again at speed ${speed / 2}`);
  }
  return undefined;
}
