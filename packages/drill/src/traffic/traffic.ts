import { createSecureContext } from 'node:tls';
import { PROFILES, type Profile, type Target } from '../report/schema.ts';
import type { DrillTarget } from '../target.ts';
import { Client, NewConnections, type Ask, type Transport } from './client.ts';
import { KeptHttp1 } from './kept-http1.ts';
import { KeptHttp2 } from './kept-http2.ts';
import { ClientNames } from './names.ts';
import { OpenLoop } from './open-loop.ts';
import { BEHAVIOURS, type Behaviour } from './profiles.ts';
import { StubResolver } from './resolver.ts';
import type { Outcome, Sample } from './sample.ts';

export interface TrafficOptions {
  target: Pick<DrillTarget, 'site' | 'clock' | 'random' | 'network'>;
  /** Requests in a second of AWS time, of each profile for pages. */
  pagesPerSecond: number;
  onSample(sample: Sample): void;
  onLedTo(profile: Profile, addresses: readonly string[]): void;
}

/** Static files are asked for a quarter as often as pages. */
const STATIC_SHARE = 0.25;

/** Every profile's clients, at a constant rate until they are stopped. */
export class Traffic {
  readonly #options: TrafficOptions;
  readonly #resolver: StubResolver;
  readonly #clients: Client[] = [];
  readonly #loops: OpenLoop[] = [];
  readonly #surges = new Set<OpenLoop>();
  #fresh: Client | undefined;

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#resolver = new StubResolver(options.target.network.resolver);
  }

  start(): void {
    const { site, network } = this.#options.target;
    const secureContext = createSecureContext(network.ca === undefined ? {} : { ca: network.ca });
    for (const profile of PROFILES) {
      const client = this.#clientOf(profile, secureContext);
      if (profile === 'fresh') this.#fresh = client;
      this.#begin({ profile, target: 'page' }, client, site.pageUrl, 1);
      if (site.staticUrl !== undefined && profile === 'fresh')
        this.#begin({ profile, target: 'static' }, client, site.staticUrl, STATIC_SHARE);
    }
    for (const loop of this.#loops) loop.start();
  }

  /** Further new visitors who load pages, for so long in AWS time or until `endSurges`. */
  surge({ perSecond, forSeconds }: { perSecond: number; forSeconds: number | undefined }): void {
    if (this.#fresh === undefined) return; // it was stopped, or never began
    const { clock } = this.#options.target;
    const ask: Ask = { url: new URL(this.#options.target.site.pageUrl), method: 'GET' };
    const of = { profile: 'fresh', target: 'page' } as const;
    const loop = this.#loopOf({ ...of, intervalMs: 1000 / perSecond }, this.#fresh, ask);
    this.#surges.add(loop);
    loop.start();
    if (forSeconds !== undefined) clock.after(forSeconds * 1000, () => loop.stop());
  }

  endSurges(): void {
    for (const loop of this.#surges) loop.stop();
    this.#surges.clear();
  }

  stop(): void {
    this.#fresh = undefined;
    this.endSurges();
    for (const loop of this.#loops) loop.stop();
    for (const client of this.#clients) client.close();
    this.#resolver.close();
  }

  #clientOf(profile: Profile, secureContext: ReturnType<typeof createSecureContext>): Client {
    const { target, onLedTo } = this.#options;
    const { clock, network, random } = target;
    const behaviour = BEHAVIOURS[profile];
    const names = new ClientNames({
      ...{ clock, random, resolver: this.#resolver, names: behaviour.names },
      watched: target.site.domain,
      ledTo: (addresses) => onLedTo(profile, addresses),
    });
    const client = new Client(
      { clock, network, names, behaviour, secureContext },
      transportOf(behaviour),
    );
    this.#clients.push(client);
    return client;
  }

  #begin(
    of: { profile: Profile; target: Target },
    client: Client,
    url: string,
    share: number,
  ): void {
    const intervalMs = 1000 / (this.#options.pagesPerSecond * share);
    const ask: Ask = { url: new URL(url), method: 'GET' };
    this.#loops.push(this.#loopOf({ ...of, intervalMs }, client, ask));
  }

  #loopOf(
    { intervalMs, ...of }: { profile: Profile; target: Target; intervalMs: number },
    client: Client,
    ask: Ask,
  ): OpenLoop {
    const { target, onSample } = this.#options;
    const { clock, random } = target;
    const wallSince = (dueMs: number): number => clock.toWallMs(Math.max(0, clock.nowMs() - dueMs));
    const tell = (dueMs: number, lateMs: number, outcome: Outcome): void => {
      const endMs = clock.nowMs();
      onSample({ ...of, dueMs, endMs, latencyMs: wallSince(dueMs), lateMs, outcome });
    };
    return new OpenLoop({
      ...{ clock, intervalMs, offsetMs: random.next() * intervalMs },
      send: async (dueMs) => tell(dueMs, wallSince(dueMs), await client.ask(ask)),
      refuse: (dueMs) => tell(dueMs, wallSince(dueMs), NOT_SENT),
    });
  }
}

const NOT_SENT: Outcome = {
  good: false,
  layer: 'network',
  kind: 'not sent: too many are under way',
  place: 'nowhere',
  isAnswered: false,
};

function transportOf({ connection }: Behaviour): Transport {
  if (connection === 'http/2 kept') return new KeptHttp2();
  return connection === 'http/1.1 kept' ? new KeptHttp1() : new NewConnections();
}
