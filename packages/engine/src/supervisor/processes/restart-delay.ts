const RESTART_DELAY_MS_MAX = 5_000;

/** A process that keeps dying is started again after 0.2, 0.4, 0.8 … seconds, at most. */
export function restartDelayMs(crashesBefore: number): number {
  return Math.min(RESTART_DELAY_MS_MAX, 200 * 2 ** crashesBefore);
}
