import { UnderstudyError } from '@understudy/contract';

/** Of drills on engines of their own, where none is named. */
export const DRILL_SPEED = 20;
/** What does not keep up at this either is not for drills. */
const SPEED_MIN = 5;

interface SlowDownOptions {
  speed: number;
  /** Somebody has named the speed: it is theirs to name another. */
  isNamed: boolean;
  note(text: string): void;
}

/**
 * Runs at a speed, and where the site is not steady before anything is broken, again at half of it:
 * on a slow machine waits of AWS's run out while it still works.
 */
export async function slowingDown(
  { speed, isNamed, note }: SlowDownOptions,
  run: (speed: number) => Promise<void>,
): Promise<void> {
  for (let now = speed; ; now /= 2) {
    try {
      return await run(now);
    } catch (error) {
      const isTooFast = error instanceof UnderstudyError && error.code === 'DrillNotSteady';
      if (!isTooFast || isNamed || now / 2 < SPEED_MIN) throw error;
      note(`${error.message}; again at speed ${now / 2}`);
    }
  }
}
