import type { Profile } from '../report/schema.ts';

/** The regions of the site that a scenario is run on. */
export interface Roles {
  primary: string;
  standby: string;
}

/** Something that breaks, and when. */
export interface FaultStep {
  /** Seconds of AWS time after the drill's first fault. */
  atSeconds: number;
  /** As the fault port takes it: `{ subject: 'region', region, mode: 'crash' }`. */
  fault: { subject: string; mode?: string | undefined; [parameter: string]: unknown };
  /** Heals by itself after so much AWS time; absent: with all others at the end. */
  forSeconds?: number;
}

/** What must be seen; each that is absent is not looked at. */
export interface Expectations {
  /** Whether the public name is led to the standby. */
  namesMove?: boolean;
  /** By profile: recovers while the fault lasts, within so long, or not at all. */
  recovers?: Partial<Record<Profile, number | 'as predicted' | 'never'>>;
  /** Of all requests while the fault lasts, the share that fails, at most. */
  failedShareMax?: number;
  /** Acknowledged objects that are in neither bucket at the end, at most. */
  lostForGoodMax?: number;
}

/** A drill, declared. */
export interface Scenario {
  /** Lower-case letters, digits and hyphens. */
  name: string;
  title: string;
  description: string;
  /** Pages that it follows, such as a public post-mortem. */
  sources?: readonly string[];
  faults: (roles: Roles) => readonly FaultStep[];
  /**
   * Whether the site is to fail over. If so, the faults last until clients have recovered at the
   * standby, and the site then fails back; otherwise they last for `lastsSeconds`.
   */
  failsOver: boolean;
  /** AWS time. */
  lastsSeconds?: number;
  expect: Expectations;
}

/** A user's own drill: the default export of a file that `understudy drill ./FILE.ts` runs. */
export function defineDrill(scenario: Scenario): Scenario {
  return scenario;
}
