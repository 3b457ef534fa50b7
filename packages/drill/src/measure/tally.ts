import type { Layer, Profile, Report, Second, Target } from '../report/schema.ts';
import type { Sample } from '../traffic/sample.ts';
import { Fates } from './fates.ts';
import { Latencies, percentileOf } from './latency.ts';
import type { Fate } from './rto.ts';

/** Of one profile and target. */
interface Of {
  profile: Profile;
  target: Target;
}

/** Of one second of these. */
interface Cell extends Of {
  /** AWS seconds since the Unix epoch. */
  second: number;
  good: number;
  failed: number;
  byPlace: Map<string, number>;
  byLayer: Map<Layer, number>;
  latenciesMs: number[];
}

type ErrorCount = Report['errors'][number];

interface Whole extends Of {
  latencies: Latencies;
  fates: Fates;
}

/** Of a second, for its percentiles; the first ones, where there are more. */
const LATENCIES_MAX = 500;
const LATEST_SECONDS = 10;

/** Counts what clients saw, as it comes. What it gives is in AWS seconds from `originMs`. */
export class Tally {
  #originMs: number;
  readonly #cells = new Map<string, Cell>();
  readonly #errors = new Map<string, ErrorCount>();
  readonly #wholes = new Map<string, Whole>();
  readonly #counts = { total: 0, failed: 0, lost: 0 };
  readonly #late = new Latencies();

  constructor(originMs: number) {
    this.#originMs = originMs;
  }

  /** AWS time: the first fault. */
  get originMs(): number {
    return this.#originMs;
  }

  set originMs(originMs: number) {
    this.#originMs = originMs;
    for (const { fates } of this.#wholes.values()) fates.countFrom(originMs);
  }

  add(sample: Sample): void {
    const { outcome } = sample;
    this.#counts.total += 1;
    this.#late.add(sample.lateMs);
    if (!outcome.good) this.#counts.failed += 1;
    if (!outcome.good && !outcome.isAnswered) this.#counts.lost += 1;
    this.#addToSecond(sample);
    this.#addToWhole(sample);
    if (!outcome.good) this.#addError(sample, outcome);
  }

  get counts(): Report['requests'] {
    return { ...this.#counts };
  }

  /** How late requests were sent: wall milliseconds. */
  lateMs(percent: number): number {
    return this.#late.percentile(percent);
  }

  /** How long pages took in the last seconds before a moment, the origin's: wall milliseconds. */
  pagesBeforeMs(percent: number, lastSeconds: number, beforeMs = this.#originMs): number {
    const origin = beforeMs / 1000;
    const cells = this.#recent(origin - lastSeconds).filter(
      ({ target, second }) => target === 'page' && second < Math.floor(origin),
    );
    return percentileOf(
      cells.flatMap(({ latenciesMs }) => latenciesMs),
      percent,
    );
  }

  /** In the order in which they were due. */
  fates(profile: Profile, target: Target): readonly Fate[] {
    return this.#wholes.get(`${profile} ${target}`)?.fates.all ?? [];
  }

  /** Of what was due in that time. */
  failedShare(
    fromSeconds: number,
    toSeconds: number,
    isCounted: (second: Second) => boolean = () => true,
  ): number {
    const within = this.seconds().filter(
      (second) =>
        second.atSeconds >= fromSeconds && second.atSeconds < toSeconds && isCounted(second),
    );
    const failed = within.reduce((sum, second) => sum + second.failed, 0);
    const total = within.reduce((sum, second) => sum + second.failed + second.good, 0);
    return total === 0 ? 0 : failed / total;
  }

  /** The last seconds of AWS time before `awsMs`, oldest first: what failed in each. */
  failures(awsMs: number, count: number): number[] {
    const first = Math.floor(awsMs / 1000) - count;
    const failures = Array.from({ length: count }, () => 0);
    for (const { second, failed } of this.#recent(first))
      failures[second - first] = (failures[second - first] ?? 0) + failed;
    return failures;
  }

  /** Of the pages of a profile, in the last whole second in which there were any. */
  latest(profile: Profile, awsMs: number): { good: number; failed: number; place: string } {
    const now = Math.floor(awsMs / 1000);
    const cell = this.#recent(now - LATEST_SECONDS).findLast(
      (one) => one.profile === profile && one.target === 'page' && one.second < now,
    );
    const [place = ''] = cell?.byPlace.keys() ?? [];
    return { good: cell?.good ?? 0, failed: cell?.failed ?? 0, place };
  }

  seconds(): Second[] {
    const origin = this.originMs / 1000;
    return [...this.#cells.values()]
      .map(({ profile, target, second, good, failed, byPlace, byLayer, latenciesMs }) => ({
        ...{ atSeconds: Math.floor(second - origin), profile, target, good, failed },
        byPlace: Object.fromEntries(byPlace),
        byLayer: Object.fromEntries(byLayer),
        p50Ms: percentileOf(latenciesMs, 50),
        p99Ms: percentileOf(latenciesMs, 99),
      }))
      .toSorted((left, right) => left.atSeconds - right.atSeconds);
  }

  errors(): Report['errors'] {
    const origin = this.originMs / 1000;
    return [...this.#errors.values()].map((error) => ({
      ...error,
      firstSeconds: error.firstSeconds - origin,
      lastSeconds: error.lastSeconds - origin,
    }));
  }

  latencies(): Report['latencies'] {
    return [...this.#wholes.values()].map(({ profile, target, latencies }) => ({
      ...{ profile, target, count: latencies.count },
      p50Ms: latencies.percentile(50),
      p90Ms: latencies.percentile(90),
      p99Ms: latencies.percentile(99),
      maxMs: latencies.maxMs,
    }));
  }

  /** Cells are made in the order of their seconds, but for those that waited long. */
  #recent(fromSecond: number): Cell[] {
    return [...this.#cells.values()].filter(({ second }) => second >= fromSecond);
  }

  #addToSecond({ profile, target, dueMs, latencyMs, outcome }: Sample): void {
    const second = Math.floor(dueMs / 1000);
    const cell = obtain(this.#cells, `${profile} ${target} ${second}`, () => ({
      ...{ profile, target, second, good: 0, failed: 0 },
      ...{ byPlace: new Map<string, number>(), byLayer: new Map<Layer, number>(), latenciesMs: [] },
    }));
    if (cell.latenciesMs.length < LATENCIES_MAX) cell.latenciesMs.push(latencyMs);
    if (!outcome.good) {
      cell.failed += 1;
      cell.byLayer.set(outcome.layer, (cell.byLayer.get(outcome.layer) ?? 0) + 1);
      return;
    }
    cell.good += 1;
    cell.byPlace.set(outcome.place, (cell.byPlace.get(outcome.place) ?? 0) + 1);
  }

  #addToWhole({ profile, target, dueMs, endMs, latencyMs, outcome: { good } }: Sample): void {
    const whole = obtain(this.#wholes, `${profile} ${target}`, () => ({
      ...{ profile, target, latencies: new Latencies(), fates: new Fates(this.#originMs) },
    }));
    if (good) whole.latencies.add(latencyMs);
    whole.fates.add({ dueMs, endMs, good });
  }

  #addError(
    { profile, target, endMs }: Sample,
    { layer, kind }: Pick<ErrorCount, 'layer' | 'kind'>,
  ): void {
    const atSeconds = endMs / 1000;
    const error = obtain(this.#errors, `${profile} ${target} ${layer} ${kind}`, () => ({
      ...{ profile, target, layer, kind, count: 0 },
      ...{ firstSeconds: atSeconds, lastSeconds: atSeconds },
    }));
    error.count += 1;
    error.lastSeconds = atSeconds;
  }
}

function obtain<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = make();
  all.set(key, made);
  return made;
}
