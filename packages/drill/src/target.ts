import type { AddressAndPort, Clock, Random, UnderstudyEvent } from '@understudy/contract';
import type { Profile } from './report/schema.ts';
import type { ClientDefinition } from './scenario/client.ts';

/** What a drill is run on: a site, the way to it, and the way to break it. */
export interface DrillTarget {
  site: DrilledSite;
  /** AWS time of the engine. */
  clock: Clock;
  random: Random;
  network: ClientNetwork;
  faults: FaultPort;
  /** Everything that happens from now on. Ends when `signal` does. */
  events(signal: AbortSignal): AsyncIterable<UnderstudyEvent>;
  /** An event in words, for people. */
  describe(event: UnderstudyEvent): string;
  /** Undefined: the site has no bucket that is replicated. */
  markers: { primary: MarkerStore; standby: MarkerStore } | undefined;
  /** Of the site's data; undefined: it has none. */
  data?: { primary: DataStore; standby: DataStore } | undefined;
  /** What its visitors do, in the user's own words; a scenario's stands before it. */
  client?: ClientDefinition | undefined;
}

export interface DrilledSite {
  domain: string;
  primary: string;
  standby: string;
  design: string;
  healthCheck: { intervalSeconds: number; failureThreshold: number };
  objectives: Objectives;
  /** See `Roles`. */
  scalesAbove?: number | undefined;
  dependencyPorts?: readonly number[];
  /**
   * The longest that launches of the standby's web servers took before the drill, until they were
   * in service; undefined: none is known.
   */
  bootSeconds?: number | undefined;
  /** URLs of what clients ask for. */
  pageUrl: string;
  /** A static file; undefined: the site has none. */
  staticUrl: string | undefined;
  /** What its stacks were deployed from. */
  templates: readonly DeployedTemplate[];
  config: Record<string, unknown>;
  versions: Record<string, string>;
}

export interface DeployedTemplate {
  stack: string;
  region: string;
  /** Of the text that CloudFormation gives. */
  sha256: string;
  /** As the stack has them, by their names. */
  parameters: Readonly<Record<string, string>>;
  /** Undefined: it is no JSON. */
  body: unknown;
}

/** What the site is held to; what is absent is not. */
export interface Objectives {
  rtoSeconds?: number;
  rpoSeconds?: number;
  /** The share of requests that may fail while the fault lasts. */
  errorBudget?: number;
  /** Whose recovery is held to `rtoSeconds`. */
  profiles: readonly Profile[];
}

/** How clients reach the site. */
export interface ClientNetwork {
  resolver: AddressAndPort;
  /** The port on which port 80 or 443 is served. */
  portOf(port: number): number;
  /** Certificate authorities, PEM; undefined: the system's. */
  ca: string | undefined;
  /** Where an address leads: `edge`, a region, or undefined. */
  placeOf(address: string): string | undefined;
}

/** Makes faults. Rejects with an `UnderstudyError` what cannot be done. */
export interface FaultPort {
  /** Gives the fault's id. */
  begin(fault: object): Promise<string>;
  end(id: string): Promise<void>;
}

/** The bucket of a region, of which only keys below one prefix are touched. */
export interface MarkerStore {
  /** Resolves when the bucket has acknowledged it. */
  put(key: string, body: string): Promise<void>;
  list(prefix: string): Promise<Marker[]>;
  /** Every version of every key below it. */
  clear(prefix: string): Promise<void>;
}

/** The bucket of a region in which the site's own data is. */
export interface DataStore {
  /** The newest version of each key below it, by the key; what is deleted is not there. */
  newest(prefix: string): Promise<Map<string, string>>;
  /** What each version of an object holds, newest first; undefined: it is a deletion. */
  contents(key: string): Promise<(string | undefined)[]>;
  /** Every version of these objects. */
  remove(keys: readonly string[]): Promise<void>;
}

export interface Marker {
  key: string;
  bytes: number;
  etag: string;
}
