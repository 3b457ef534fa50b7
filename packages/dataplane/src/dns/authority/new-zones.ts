import type { Clock, HostedZone } from '@understudy/contract';

/** The longest that an absence in a new zone may be remembered: the TTL of its SOA record. */
const NEW_ZONE_MS = 900_000;

/**
 * On the internet, a name that was asked for too early stays away until its absence is forgotten,
 * up to 900 s. So it does here, but for zones that are being set up: a page that stands open while
 * its site is deployed for the first time would otherwise show nothing for a quarter of an hour.
 */
export class NewZones {
  readonly #clock: Clock;
  /** When each zone was first heard of, AWS time; those of the first configuration are not new. */
  #since: Map<string, number> | undefined;
  #names = new Map<string, ReadonlySet<string>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isNew(zoneId: string): boolean {
    return this.#clock.nowMs() - (this.#since?.get(zoneId) ?? -Infinity) < NEW_ZONE_MS;
  }

  /** Has a zone that is new more names or types than the last time? */
  grew(zones: readonly HostedZone[]): boolean {
    const nowMs = this.#clock.nowMs();
    const unknownSince = this.#since === undefined ? -Infinity : nowMs;
    const since = new Map(
      zones.map(({ id }) => [id, this.#since?.get(id) ?? unknownSince] as const),
    );
    this.#since = since;
    const names = new Map(
      zones
        .filter(({ id }) => this.isNew(id))
        .map(({ id, records }) => [
          id,
          new Set(records.map(({ name, type }) => `${name} ${type}`)),
        ]),
    );
    const grew = [...names].some(([id, now]) =>
      [...now].some((name) => this.#names.get(id)?.has(name) !== true),
    );
    this.#names = names;
    return grew;
  }
}
