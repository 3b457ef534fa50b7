import { VirtualClock } from '@understudy/contract/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replicationStatus } from '../objects/find-version.ts';
import { NO_ATTRIBUTES, type ObjectVersion } from '../model.ts';
import type { PeerAnswer } from '../peers/peers.ts';
import { passTime, TestSide } from './replication.fixture.ts';
import { removeVersion, writeTags, writeVersion } from '../objects/write-version.ts';

const RUNS = 60;
const TIMEOUT_MS = 240_000;
/** A version is given up after a number of broken deliveries; that many are not tried here. */
const BREAKS_MAX = 8;
const TURNS = 12;

type Which = 0 | 1;
type Fate = 'arrives' | 'breaks off' | 'arrives, and its answer is lost';
type Act<Name extends string, More = unknown> = Name extends string ? { do: Name } & More : never;
type Change =
  | Act<'put' | 'mark', { side: Which; key: string }>
  | Act<'tag', { side: Which; key: string; pick: number; value: string }>
  | Act<'remove', { side: Which; key: string; pick: number }>;
type Step =
  | Change
  | Act<'clash', { key: string; pick: number }>
  | Act<'deliver', { pick: number; fate: Fate }>
  | Act<'pass', { ms: number }>
  | Act<'cut' | 'mend' | 'settle'>
  | Act<'kill' | 'open', { side: Which }>;

const side = fc.constantFrom<Which>(0, 1);
const key = fc.constantFrom('a', 'b');
/** Mostly the newest version of its key. */
const pick = fc.constantFrom(0, 0, 0, 1, 5);
const fates: Fate[] = ['arrives', 'arrives', 'breaks off', 'arrives, and its answer is lost'];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('put' as const, 'mark'), side, key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('clash' as const), key, pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('tag' as const), side, key, pick },
      value: fc.constantFrom('', 'x', 'y', 'z'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), side, key, pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('deliver' as const), pick },
      fate: fc.constantFrom(...fates),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, 900, 9e4) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'mend', 'settle') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('kill' as const, 'open', 'open'), side }),
  },
);

/** Two regions whose every replica waits until the test says what becomes of it. */
class World {
  readonly clock = new VirtualClock();
  readonly held: { resolve(fate: Fate): void; reject(cause: Error): void }[] = [];
  readonly sides: [TestSide, TestSide];
  readonly open: [boolean, boolean] = [true, true];
  isDown = false;
  breaks = 0;
  readonly #lost = new Set<unknown>();

  constructor() {
    const world = this;
    const way = {
      get isDown(): boolean {
        return world.isDown;
      },
      before: async (head: unknown): Promise<PeerAnswer | undefined> => {
        const fate = await new Promise<Fate>((resolve, reject) => {
          world.held.push({ resolve, reject });
        });
        if (fate === 'arrives, and its answer is lost') world.#lost.add(head);
        if (fate === 'breaks off') throw new Error('the connection broke');
        return undefined;
      },
      after: (head: unknown): void => {
        if (world.#lost.delete(head)) throw new Error('the answer is lost');
      },
    };
    const [one, other] = [
      new TestSide('one', this.clock, way),
      new TestSide('two', this.clock, way),
    ];
    this.sides = [one, other];
    one.open(other);
    other.open(one);
    one.rule(other.bucket);
    other.rule(one.bucket);
  }

  deliver(index: number, fate: Fate): void {
    const [replica] = this.held.splice(index % Math.max(this.held.length, 1), 1);
    if (!replica) return;
    const breaks = fate !== 'arrives' && this.breaks++ < BREAKS_MAX;
    replica.resolve(breaks ? fate : 'arrives');
  }

  kill(which: Which): void {
    if (!this.open[which]) return;
    this.open[which] = false;
    this.sides[which].kill();
    // All connections had the process on one of their ends.
    for (const replica of this.held.splice(0)) replica.reject(new Error('reset'));
  }

  reopen(which: Which): void {
    if (this.open[which]) return;
    this.sides[which].open(this.sides[which === 0 ? 1 : 0]);
    this.open[which] = true;
  }

  /** What is read from a disk or a frame gets a chance to arrive at the way. */
  async letGo(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await this.clock.advance(0);
  }

  async settle(): Promise<void> {
    this.isDown = false;
    this.reopen(0);
    this.reopen(1);
    await passTime(this.clock, 'both queues are empty', () => {
      while (this.held.length > 0) this.deliver(0, 'arrives');
      return this.sides.every(({ pending }) => pending === 0);
    });
  }
}

/** What a run has done, to be held against what there is in the end. */
class Run {
  readonly #world: World;
  readonly #prefix: string;
  readonly #made = new Map<string, Which>();
  readonly #removed = new Set<string>();
  readonly #keysRemoved = new Set<string>();

  constructor(world: World, prefix: string) {
    this.#world = world;
    this.#prefix = prefix;
  }

  async take(step: Step): Promise<void> {
    const world = this.#world;
    switch (step.do) {
      case 'deliver':
        return world.deliver(step.pick, step.fate);
      case 'pass':
        return world.clock.advance(step.ms);
      case 'settle':
        return world.settle();
      case 'clash':
        return this.#clash(step.key, step.pick);
      case 'cut':
      case 'mend':
        world.isDown = step.do === 'cut';
        return;
      case 'kill':
        return world.kill(step.side);
      case 'open':
        return world.reopen(step.side);
      default:
        if (world.open[step.side]) await this.#change(step);
    }
  }

  /** Both sides set the tags of one version in the same millisecond. */
  async #clash(key: string, pick: number): Promise<void> {
    if (!this.#world.open.every(Boolean)) return;
    for (const side of [0, 1] as const)
      await this.#change({ do: 'tag', side, key, pick, value: 'clash' });
  }

  async #change(step: Change): Promise<void> {
    const at = this.#world.sides[step.side];
    const key = `${this.#prefix}/${step.key}`;
    if (step.do === 'put') {
      this.#made.set((await at.put(key, `${key} ${step.side}`)).versionId, step.side);
    } else if (step.do === 'mark') {
      const marker = writeVersion(at.core, at.bucket, {
        ...{ key, etag: '', sizeBytes: 0, tags: [], segments: [], deleteMarker: true },
        attributes: NO_ATTRIBUTES,
      });
      this.#made.set(marker.versionId, step.side);
    } else {
      const all = this.#versions(step.side).filter((version) => version.key === key);
      const version = all[step.pick % Math.max(all.length, 1)];
      if (!version) return;
      if (step.do === 'remove') {
        removeVersion(at.core, at.bucket, key, version.versionId);
        this.#removed.add(version.versionId);
        this.#keysRemoved.add(key);
      } else if (!version.deleteMarker) {
        const tags = step.value === '' ? [] : [{ Key: 't', Value: `${step.value}${step.side}` }];
        writeTags(at.core, version, tags);
      }
    }
  }

  /** What was made is on both sides, alike, and nothing waits or failed. */
  check(): void {
    const [one, two] = [this.#versions(0), this.#versions(1)];
    for (const versionId of this.#made.keys()) {
      if (this.#removed.has(versionId)) continue;
      const pair = [one, two].map((all) => all.find((each) => each.versionId === versionId));
      expect(pair[0]).toBeDefined();
      expect(pair[0] && shown(pair[0])).toEqual(pair[1] && shown(pair[1]));
      for (const version of pair)
        expect(version && replicationStatus(version.replication)).toMatch(/COMPLETED|REPLICA/);
    }
    for (const all of [one, two])
      for (const key of new Set(all.map((version) => version.key)))
        expect(
          all.filter((version) => version.key === key).map(({ isLatest }) => isLatest),
        ).toEqual(
          all.filter((version) => version.key === key).map((_version, index) => index === 0),
        );
    const orders = [one, two].map((all) =>
      all
        .filter((version) => !this.#keysRemoved.has(version.key))
        .map(({ versionId }) => versionId),
    );
    expect(orders[0]).toEqual(orders[1]);
  }

  #versions(which: Which): ObjectVersion[] {
    return this.#world.sides[which].versions(`${this.#prefix}/`);
  }
}

function shown(version: ObjectVersion): unknown {
  const { key, versionId, modifiedMs, etag, tags, tagsChange, deleteMarker } = version;
  return { key, versionId, modifiedMs, etag, tags, tagsChange, deleteMarker };
}

let world: World;
beforeAll(() => {
  world = new World();
});
afterAll(() => world.sides.forEach((each) => each.destroy()));

it(
  'both sides end alike, whatever was changed on both, delivered in whatever order, and lost',
  async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        world.breaks = 0;
        const run = new Run(world, String(++runs));
        // One version is on both sides from the start.
        for (const first of [{ do: 'put', side: 0, key: 'a' }, { do: 'settle' }] as const)
          await run.take(first);
        for (const step of steps) {
          await run.take(step);
          await world.letGo();
        }
        await world.settle();
        run.check();
      }),
      { numRuns: RUNS },
    );
  },
  TIMEOUT_MS,
);
