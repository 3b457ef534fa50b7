/**
 * Time as the rest of the product sees it. AWS time runs `speed` times faster than the wall, so
 * that a drill that takes five minutes on AWS can be watched in thirty seconds; every wait that AWS
 * documents is made in AWS time. What other programs judge (signatures, certificates, HTTP dates)
 * uses wall time.
 */
export interface Clock {
  /** How many AWS milliseconds pass in one wall millisecond. */
  readonly speed: number;
  /**
   * AWS time, milliseconds since the Unix epoch. Equal to wall time when the engine was first
   * started.
   */
  nowMs(): number;
  /** Wall time, milliseconds since the Unix epoch. */
  wallMs(): number;
  /** Calls back once after `awsMs` of AWS time. Never keeps a process alive by itself. */
  after(awsMs: number, callback: () => void): Timer;
  /**
   * Calls back every `awsMs` of AWS time until cancelled. Never keeps a process alive by itself.
   */
  every(awsMs: number, callback: () => void): Timer;
  /** Resolves after `awsMs` of AWS time; rejects with the signal's reason when aborted before. */
  sleep(awsMs: number, signal?: AbortSignal): Promise<void>;
  /**
   * AWS milliseconds expressed in wall milliseconds: for timeouts given to a library or the kernel.
   */
  toWallMs(awsMs: number): number;
}

export interface Timer {
  cancel(): void;
}

/** Uniform in [0, 1). Injected, so that a test or a replayed drill can fix it. */
export interface Random {
  next(): number;
}
