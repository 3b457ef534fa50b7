import type { Rpo } from '../report/schema.ts';

/** A marker object that was written while the drill ran. */
export interface WrittenMarker {
  key: string;
  bytes: number;
  /** When the primary acknowledged it: AWS seconds from the first fault. */
  acknowledgedSeconds: number;
}

export interface Stored {
  key: string;
  etag: string;
}

export interface RpoInput {
  written: readonly WrittenMarker[];
  /** In the standby's bucket at the moment of loss; undefined: it could not be asked. */
  atStandby: ReadonlySet<string> | undefined;
  /** At the end. */
  endPrimary: readonly Stored[];
  endStandby: readonly Stored[];
  drainedSeconds: number | null;
}

/** What the primary had acknowledged before the fault, and the standby lacked. */
export function rpoOf(input: RpoInput): Rpo {
  const before = input.written.filter(({ acknowledgedSeconds }) => acknowledgedSeconds <= 0);
  const { atStandby } = input;
  const lacking = atStandby === undefined ? [] : before.filter(({ key }) => !atStandby.has(key));
  const oldest = Math.min(0, ...lacking.map(({ acknowledgedSeconds }) => acknowledgedSeconds));
  const [primary, standby] = [byKey(input.endPrimary), byKey(input.endStandby)];
  const lost = input.written.filter(({ key }) => !primary.has(key) && !standby.has(key));
  const keys = new Set([...primary.keys(), ...standby.keys()]);
  return {
    isMeasured: atStandby !== undefined,
    acknowledged: before.length,
    objects: lacking.length,
    bytes: lacking.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestSeconds: Math.abs(oldest),
    drainedSeconds: input.drainedSeconds,
    lostForGood: lost.length,
    diverged: [...keys].filter((key) => primary.get(key) !== standby.get(key)).length,
  };
}

function byKey(stored: readonly Stored[]): Map<string, string> {
  return new Map(stored.map(({ key, etag }) => [key, etag]));
}
