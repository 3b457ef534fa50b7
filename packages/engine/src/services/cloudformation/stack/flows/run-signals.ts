/** What tells the work on a stack to end early. */
export interface RunSignals {
  /** Aborted when this part of the operation is given up, or the engine stops. */
  signal: AbortSignal;
  /**
   * True when the engine stops: nothing more is written down, the next start goes on from there.
   */
  stopping(): boolean;
}
