import type { Profile } from '../report/schema.ts';
import type { ClientDefinition } from './client.ts';

/** What a scenario may know of the site that it is run on. */
export interface Roles {
  /** Regions. */
  primary: string;
  standby: string;
  /**
   * Requests in a second of AWS time above which a region at its minimum adds instances; undefined:
   * it adds none.
   */
  scalesAbove?: number | undefined;
  /** Ports of this machine at which the app asks others. */
  dependencyPorts?: readonly number[];
}

/** Something that breaks, and when. */
export interface FaultStep {
  /** Seconds of AWS time after the drill's first fault. */
  atSeconds: number;
  /**
   * As the fault port takes it: `{ subject: 'region', region, mode: 'crash' }`. Besides:
   * `{ subject: 'rollout', region }`, an instance refresh of the region's web servers.
   */
  fault: { subject: string; mode?: string | undefined; [parameter: string]: unknown };
  /** Heals by itself after so much AWS time; absent: with all others at the end. */
  forSeconds?: number;
}

/** Further visitors, who come all at once. */
export interface SurgeStep {
  /** Seconds of AWS time after the drill's first fault. */
  atSeconds: number;
  /** Absent: until the faults end. */
  forSeconds?: number;
  /** Pages in a second of AWS time, each by a visitor of its own. */
  perSecond: number;
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
  /** Objects that differ between the buckets at the end, at most. */
  divergedMax?: number;
  /** Whether the standby launches instances while the fault lasts. */
  scalesOut?: boolean;
  /** Of the pages of new visitors from the healing on, the share that fails, at most. */
  failbackFailedShareMax?: number;
  /**
   * Of the requests of the site's own client while the fault lasts, the share that fails, at least.
   */
  writesFailedShareMin?: number;
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
  surge?: (roles: Roles) => readonly SurgeStep[];
  /** In place of the site's own. */
  client?: ClientDefinition;
  /** Without which of the site's there is nothing to see: its own client, a dependency, scaling. */
  needs?: readonly Need[];
  /** The fastest speed at which it says something: it asks more of the machine than others. */
  speedMax?: number;
  expect: Expectations;
}

export const NEEDS = ['client', 'dependency', 'scaling'] as const;
export type Need = (typeof NEEDS)[number];

/** A user's own drill: the default export of a file that `understudy drill ./FILE.ts` runs. */
export function defineDrill(scenario: Scenario): Scenario {
  return scenario;
}
