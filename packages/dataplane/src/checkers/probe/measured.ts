import type { ProbeOutcome } from './outcome.ts';

/** AWS milliseconds; absent where the probe did not get that far. */
export interface Latencies {
  connectMs?: number;
  handshakeMs?: number;
  firstByteMs?: number;
}

export interface Measured {
  outcome: ProbeOutcome;
  latencies: Latencies;
}
