import { createSecureContext } from 'node:tls';
import { DEFAULT_EVERY_SECONDS, type ClientDefinition, type Visit } from '../scenario/client.ts';
import type { DrillTarget } from '../target.ts';
import type { ClientOptions } from '../traffic/client.ts';
import { ClientNames } from '../traffic/names.ts';
import { OpenLoop } from '../traffic/open-loop.ts';
import { StubResolver } from '../traffic/resolver.ts';
import type { Sample } from '../traffic/sample.ts';
import { askSite, type OnAsked } from './asker.ts';

/** In one visit; a client that asks again and again must wait in between, and come to an end. */
const ASKS_MAX = 100;
/** What is acknowledged beyond it is not looked for at the end. */
const ACKNOWLEDGED_MAX = 100_000;
/** Its name is held as long as the answer says, as an app's is that makes short connections. */
const PROFILE = 'mobile';

/** That the site has said of a write. */
export interface AcknowledgedWrite {
  key: string;
  id: string;
  /** Where the answer came from: `edge`, or a region. */
  place: string;
  awsMs: number;
}

export interface JourneysOptions {
  target: Pick<DrillTarget, 'site' | 'clock' | 'random' | 'network'>;
  client: ClientDefinition;
  drillId: string;
  onSample(sample: Sample): void;
}

/** Visits of the site's own client, one after the other at a constant rate. */
export class Journeys {
  readonly acknowledged: AcknowledgedWrite[] = [];
  readonly counts = { begun: 0, completed: 0, failed: 0 };
  /** Of the visits that failed: what they said, and how often. */
  readonly failures = new Map<string, number>();
  readonly #options: JourneysOptions;
  readonly #resolver: StubResolver;
  readonly #names: ClientNames;
  readonly #client: ClientOptions;
  readonly #loop: OpenLoop;

  constructor(options: JourneysOptions) {
    this.#options = options;
    const { clock, network, random, site } = options.target;
    this.#resolver = new StubResolver(network.resolver);
    this.#names = new ClientNames({
      ...{ clock, random, resolver: this.#resolver, names: 'ttl', watched: site.domain },
      ledTo: () => undefined, // the profile of the pages tells
    });
    this.#client = {
      ...{ clock, network, names: this.#names },
      behaviour: {
        ...{ says: options.client.name, names: 'ttl', connection: 'new' },
        ...{ retries: 0, retryAfterSeconds: 0 },
      },
      secureContext: createSecureContext(network.ca === undefined ? {} : { ca: network.ca }),
    };
    const intervalMs = (options.client.everySeconds ?? DEFAULT_EVERY_SECONDS) * 1000;
    this.#loop = new OpenLoop({
      ...{ clock, intervalMs, offsetMs: random.next() * intervalMs },
      send: () => this.#visit(),
      refuse: () => {
        this.counts.begun += 1;
        this.#fail('not begun: too many are under way');
      },
    });
  }

  start(): void {
    this.#loop.start();
  }

  stop(): void {
    this.#loop.stop();
  }

  close(): void {
    this.stop();
    this.#resolver.close();
  }

  /** No visit is under way. */
  get isIdle(): boolean {
    return this.counts.begun === this.counts.completed + this.counts.failed;
  }

  async #visit(): Promise<void> {
    this.counts.begun += 1;
    const visit = this.#newVisit(this.counts.begun);
    try {
      await this.#options.client.visit(visit);
      this.counts.completed += 1;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(reason: string): void {
    this.counts.failed += 1;
    const said = reason.slice(0, REASON_CHARACTERS_MAX);
    if (this.failures.size < REASONS_MAX || this.failures.has(said))
      this.failures.set(said, (this.failures.get(said) ?? 0) + 1);
  }

  #newVisit(number: number): Visit {
    const { target, drillId, onSample } = this.#options;
    const { clock, random, site } = target;
    let asked = 0;
    let place = 'nowhere';
    const onAsked: OnAsked = ({ dueMs, outcome }) => {
      const endMs = clock.nowMs();
      place = outcome.place;
      onSample({
        ...{ profile: PROFILE, target: 'write' },
        ...{ dueMs, endMs, outcome },
        latencyMs: clock.toWallMs(Math.max(0, endMs - dueMs)),
        lateMs: 0, // a visit asks when it has got so far
      });
    };
    return {
      ...{ number, drill: drillId },
      random: () => random.next(),
      sleep: (seconds) => clock.sleep(seconds * 1000),
      ask: async (path, request = {}) => {
        asked += 1;
        if (asked > ASKS_MAX) throw new Error(`more than ${ASKS_MAX} requests in one visit`);
        return askSite({ siteUrl: site.pageUrl, client: this.#client, onAsked }, path, request);
      },
      acknowledged: ({ key, id }) => {
        if (this.acknowledged.length < ACKNOWLEDGED_MAX)
          this.acknowledged.push({ key, id, place, awsMs: clock.nowMs() });
      },
    };
  }
}

const REASON_CHARACTERS_MAX = 120;
const REASONS_MAX = 50;
