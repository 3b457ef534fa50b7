import type { Random } from './clock.ts';

/** The one place that asks the system for chance. */
export class SystemRandom implements Random {
  next(): number {
    return Math.random();
  }
}
