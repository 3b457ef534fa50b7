import type { UnderstudyEvent } from '@understudy/contract';
import { capacityOf, type CapacityStep } from '../measure/capacity.ts';
import type { Profile, Report } from '../report/schema.ts';
import { sayEvent } from './say-event.ts';
import type { DrillTarget } from '../target.ts';

export interface LedTo {
  awsMs: number;
  profile: Profile;
  addresses: readonly string[];
  leadsTo: string;
}

/** What the name of a site leads to, and how its primary is, as the engine tells it. */
export class Happenings {
  readonly #events: UnderstudyEvent[] = [];
  readonly #led: LedTo[] = [];
  readonly #target: Pick<DrillTarget, 'site' | 'describe' | 'network'>;

  constructor(target: Pick<DrillTarget, 'site' | 'describe' | 'network'>) {
    this.#target = target;
  }

  add(event: UnderstudyEvent): void {
    if (this.#events.length < EVENTS_MAX) this.#events.push(event);
  }

  led(awsMs: number, profile: Profile, addresses: readonly string[]): void {
    const { placeOf } = this.#target.network;
    const places = new Set(addresses.map((address) => placeOf(address) ?? 'elsewhere'));
    const leadsTo = [...places].toSorted().join(' and ') || 'nowhere';
    this.#led.push({ awsMs, profile, addresses, leadsTo });
  }

  /** When the checks of the primary first said so, at that time or later. */
  turnedMs(status: 'healthy' | 'unhealthy', sinceMs: number): number | undefined {
    return this.#events.find(
      ({ awsMs, body }) =>
        awsMs >= sinceMs && body.type === 'health-check' && body.status === status,
    )?.awsMs;
  }

  /**
   * Whether the checks of the primary last said so; what they said before the drill is not known.
   */
  get isUnhealthy(): boolean {
    const last = this.#events.findLast(({ body }) => body.type === 'health-check');
    return last?.body.type === 'health-check' && last.body.status === 'unhealthy';
  }

  /** How often checks of the primary turned unhealthy since then, for want of an answer. */
  timedOut(sinceMs: number): number {
    return this.#events.filter(
      ({ awsMs, body }) =>
        awsMs > sinceMs &&
        body.type === 'health-check' &&
        body.status === 'unhealthy' &&
        NO_ANSWER.test(body.reason),
    ).length;
  }

  /** When a name server first answered for the site with that record set, then or later. */
  answeredMs(setIdentifier: string, sinceMs: number): number | undefined {
    const name = `${this.#target.site.domain}.`;
    return this.#events.find(
      ({ awsMs, body }) =>
        awsMs >= sinceMs &&
        body.type === 'dns-answer-changed' &&
        withDot(body.name) === name &&
        body.setIdentifier === setIdentifier,
    )?.awsMs;
  }

  /** When a client was first led there, then or later. */
  ledMs(profile: Profile, leadsTo: string, sinceMs: number): number | undefined {
    return this.#led.find(
      (one) => one.awsMs >= sinceMs && one.profile === profile && one.leadsTo === leadsTo,
    )?.awsMs;
  }

  /** Where a client was led last; undefined: it has looked nothing up yet. */
  placeOf(profile: Profile): string | undefined {
    return this.#led.findLast((one) => one.profile === profile)?.leadsTo;
  }

  /** Whether an Auto Scaling group of that region launched an instance in that time. */
  launchedIn(region: string, fromMs: number, toMs: number): boolean {
    return this.#events.some(
      ({ awsMs, source, body }) =>
        awsMs >= fromMs &&
        awsMs <= toMs &&
        source === region &&
        body.type === 'scaling-activity' &&
        body.description.startsWith('Launching'),
    );
  }

  /** The web servers of a region. */
  capacity(region: string, originMs: number): CapacityStep[] {
    return capacityOf(this.#events, { region, originMs });
  }

  lastText(): string {
    const last = this.#events.at(-1);
    return last === undefined ? '' : this.#target.describe(last);
  }

  events(originMs: number): Report['events'] {
    return this.#events.map((event) => ({
      atSeconds: (event.awsMs - originMs) / 1000,
      source: event.source,
      type: event.body.type,
      text: this.#target.describe(event),
      ...sayEvent(event.body),
    }));
  }

  dnsAnswers(originMs: number): Report['dnsAnswers'] {
    return this.#led.map(({ awsMs, profile, addresses, leadsTo }) => ({
      ...{ atSeconds: (awsMs - originMs) / 1000, profile, addresses: [...addresses], leadsTo },
    }));
  }
}

/** As Route 53 words a time-out, of the response or of the connection. */
const NO_ANSWER = /did not receive a response|timed out/;

/** A drill of an hour in which each replicated object is an event. */
const EVENTS_MAX = 200_000;

function withDot(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}
