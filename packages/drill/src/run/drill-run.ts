import { Journeys } from '../journeys/journeys.ts';
import { Written, type OwnClient } from '../journeys/written.ts';
import { Markers } from '../markers/markers.ts';
import { rtoOf } from '../measure/rto.ts';
import { Tally } from '../measure/tally.ts';
import { PROFILES, type Profile } from '../report/schema.ts';
import { faultsOf, surgesOf } from '../scenario/read-scenario.ts';
import type { FaultStep, Scenario } from '../scenario/scenario.ts';
import type { DrillTarget } from '../target.ts';
import type { Sample } from '../traffic/sample.ts';
import { Traffic } from '../traffic/traffic.ts';
import { FaultTimeline } from './fault-timeline.ts';
import { Happenings } from './happenings.ts';
import { lossStep } from './loss-step.ts';
import { Phases } from './phases.ts';
import type { DrillOptions, Progress } from './options.ts';

const TELL_WALL_MS = 250;
const FAILURES_SHOWN = 60;

/** A drill under way: its parts, and what they know. */
export class DrillRun {
  readonly scenario: Scenario;
  readonly target: DrillTarget;
  readonly options: DrillOptions;
  readonly tally: Tally;
  readonly happenings: Happenings;
  readonly phases: Phases;
  readonly faults: FaultTimeline;
  readonly markers: Markers | undefined;
  /** What the site's own visitors do; undefined: the site has none. */
  readonly own: OwnClient | undefined;
  readonly startedWallMs: number;
  /** AWS time of the first fault, and of the healing; undefined before. */
  originMs: number | undefined;
  healedMs: number | undefined;
  /** AWS time at which the primary was lost. */
  lostMs: number | undefined;
  #lossStep: FaultStep | undefined;
  #traffic: Traffic;
  readonly #ending = new AbortController();

  constructor(scenario: Scenario, target: DrillTarget, options: DrillOptions) {
    const { clock } = target;
    this.scenario = scenario;
    this.target = target;
    this.options = options;
    this.startedWallMs = clock.wallMs();
    this.tally = new Tally(clock.nowMs());
    this.happenings = new Happenings(target);
    this.phases = new Phases(clock, options.signal);
    this.faults = new FaultTimeline(clock, target.faults, (step) => this.#onFault(step));
    const id = `${Math.round(this.startedWallMs)}-${options.seed}`;
    this.markers = target.markers && new Markers(clock, target.markers, id);
    this.own = this.#ownClient(id);
    this.#traffic = this.#newTraffic();
  }

  start(): void {
    void this.#follow();
    this.#traffic.start();
    this.markers?.start();
    this.own?.journeys.start();
    const timer = this.target.clock.every(TELL_WALL_MS * this.target.clock.speed, () =>
      this.options.tell(this.progress()),
    );
    this.#ending.signal.addEventListener('abort', () => timer.cancel());
  }

  /** Other visitors in place of these: they hold no answer that these were given. */
  renewVisitors(): void {
    this.#traffic.stop();
    this.#traffic = this.#newTraffic();
    this.#traffic.start();
  }

  #newTraffic(): Traffic {
    const { target, options, happenings } = this;
    return new Traffic({
      target,
      pagesPerSecond: options.pagesPerSecond,
      onSample: (sample) => this.#onSample(sample),
      onLedTo: (profile, addresses) => happenings.led(target.clock.nowMs(), profile, addresses),
    });
  }

  /** Leaves nothing of the drill. */
  async stop(): Promise<void> {
    this.#traffic.stop();
    this.markers?.stop();
    this.own?.journeys.close();
    this.#ending.abort();
    await this.faults.end();
    await this.markers?.clear();
    await this.own?.written?.clear();
  }

  /** Makes the scenario's faults; from then on time is counted. */
  async breakIt(): Promise<void> {
    const { site, clock } = this.target;
    this.originMs = clock.nowMs();
    this.tally.originMs = this.originMs;
    for (const { atSeconds, forSeconds, perSecond } of surgesOf(this.scenario, site))
      clock.after(atSeconds * 1000, () => {
        if (this.healedMs === undefined) this.#traffic.surge({ perSecond, forSeconds });
      });
    const steps = faultsOf(this.scenario, site);
    this.#lossStep = lossStep(steps, site.primary);
    await this.faults.begin(steps);
  }

  async #onFault(step: FaultStep): Promise<void> {
    if (step !== this.#lossStep) return;
    this.lostMs = this.target.clock.nowMs();
    await this.markers?.lookAtStandby();
  }

  async heal(): Promise<void> {
    this.#traffic.endSurges();
    await this.faults.end();
    this.healedMs = this.target.clock.nowMs();
  }

  /** AWS seconds from the first fault. */
  secondsOf(awsMs: number | undefined): number | null {
    return awsMs === undefined || this.originMs === undefined
      ? null
      : (awsMs - this.originMs) / 1000;
  }

  /** What a profile's pages have come to, up to now or to the healing. */
  rtoOf(profile: Profile): ReturnType<typeof rtoOf> {
    const origin = this.originMs ?? 0;
    const { standby } = this.target.site;
    return rtoOf({
      fates: this.tally.fates(profile, 'page'),
      untilSeconds: this.secondsOf(this.healedMs) ?? Number.POSITIVE_INFINITY,
      turns: {
        unhealthySeconds: this.secondsOf(this.happenings.turnedMs('unhealthy', origin)),
        answeredSeconds: this.secondsOf(this.happenings.answeredMs('standby', origin)),
        ledSeconds: this.secondsOf(this.happenings.ledMs(profile, standby, origin)),
      },
    });
  }

  progress(): Progress {
    const nowMs = this.target.clock.nowMs();
    return {
      phase: this.phases.current,
      atSeconds: (nowMs - (this.originMs ?? nowMs)) / 1000,
      last: Object.fromEntries(
        PROFILES.map((profile) => [profile, this.tally.latest(profile, nowMs)]),
      ),
      failures: this.tally.failures(nowMs, FAILURES_SHOWN),
      lastEvent: this.happenings.lastText(),
    };
  }

  #ownClient(drillId: string): OwnClient | undefined {
    const { scenario, target } = this;
    const client = scenario.client ?? target.client;
    if (client === undefined) return undefined;
    const onSample = (sample: Sample): void => this.#onSample(sample);
    const journeys = new Journeys({ target, client, drillId, onSample });
    const written = target.data && new Written({ journeys, client, stores: target.data, drillId });
    return { client, journeys, written };
  }

  #onSample(sample: Sample): void {
    if (!this.#ending.signal.aborted) this.tally.add(sample);
  }

  async #follow(): Promise<void> {
    try {
      for await (const event of this.target.events(this.#ending.signal)) this.happenings.add(event);
    } catch {
      return; // the engine went away: what waits for it will say so
    }
  }
}
