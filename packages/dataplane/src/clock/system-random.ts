import type { Random } from '@understudy/contract';

/** The one place that asks the system for chance. */
export class SystemRandom implements Random {
  next(): number {
    return Math.random();
  }
}
