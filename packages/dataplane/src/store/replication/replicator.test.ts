import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPLICATION_ATTEMPTS_MAX, REPLICATION_CONCURRENCY_MAX } from '../bounds.ts';
import { replicationStatus } from '../objects/find-version.ts';
import type { ObjectVersion } from '../model.ts';
import type { PeerAnswer } from '../peers/peers.ts';
import { passTime, TestSide, type Way } from './replication.fixture.ts';
import { writeTags } from '../objects/write-version.ts';

let clock: VirtualClock;
let seoul: TestSide;
let virginia: TestSide;
/** By key: what becomes of it on the way. */
let onTheWay: Map<string, () => Promise<PeerAnswer | undefined>>;
let way: Way;

beforeEach(() => {
  clock = new VirtualClock();
  onTheWay = new Map();
  way = {
    isDown: false,
    before: ({ key }) => onTheWay.get(key)?.() ?? Promise.resolve(undefined),
    after: () => undefined,
  };
  seoul = new TestSide('seoul', clock, way);
  virginia = new TestSide('virginia', clock, way);
  seoul.open(virginia);
  virginia.open(seoul);
  seoul.rule(virginia.bucket);
});

afterEach(() => {
  seoul.destroy();
  virginia.destroy();
});

function statusOf(version: ObjectVersion): string | undefined {
  const now = seoul.core.metadata.versions.byId(version.id);
  return now && replicationStatus(now.replication);
}

function until(version: ObjectVersion, status: string): Promise<void> {
  return passTime(clock, `${version.key} ${status}`, () => statusOf(version) === status);
}

function reasonsOf(key: string): string[] {
  return seoul.events.filter((event) => event.key === key).map((e) => `${e.status} ${e.reason}`);
}

const refusal: PeerAnswer = { status: 400, code: 'BadDigest', message: 'not what was sent' };

describe('a version that does not get through', () => {
  it.each<[string, () => Promise<PeerAnswer | undefined>, string]>([
    ['is refused', () => Promise.resolve(refusal), 'BadDigest: not what was sent'],
    [
      'meets a broken disk there',
      () => Promise.resolve({ status: 500, code: 'InternalError', message: 'ENOSPC' }),
      'InternalError: ENOSPC',
    ],
    [
      'gets an answer that nobody understands',
      () => Promise.resolve({ status: 400, code: 'Unknown', message: '400' }),
      'Unknown: 400',
    ],
    ['breaks the connection each time', () => Promise.reject(new Error('reset')), 'reset'],
  ])('%s: the others go on, and it is FAILED in the end', async (_name, fate, reason) => {
    onTheWay.set('bad', fate);
    const bad = await seoul.put('bad', 'x');
    const others = [];
    for (let number = 0; number < 20; number++) others.push(await seoul.put(`k${number}`, 'x'));
    for (const version of others) await until(version, 'COMPLETED');
    expect(statusOf(bad)).toBe('PENDING');
    await until(bad, 'FAILED');
    expect(reasonsOf('bad')).toEqual([`PENDING ${reason}`, `FAILED ${reason}`]);
    expect(seoul.pending).toBe(0);
    // Nor does it hold up what comes after it under its key.
    onTheWay.delete('bad');
    await until(await seoul.put('bad', 'y'), 'COMPLETED');
  });

  it('for want of room there waits for as long as it takes, and is not FAILED', async () => {
    let refused = 0;
    onTheWay.set('k', () => {
      refused += 1;
      if (refused > REPLICATION_ATTEMPTS_MAX * 2) onTheWay.delete('k');
      const message = 'the disk is full';
      return Promise.resolve({ status: 503, code: 'ServiceUnavailable', message });
    });
    const version = await seoul.put('k', 'x');
    await until(await seoul.put('other', 'x'), 'COMPLETED');
    await until(version, 'COMPLETED');
    expect(reasonsOf('k')).toEqual([
      'PENDING ServiceUnavailable: the disk is full',
      expect.stringMatching(/^COMPLETED/),
    ]);
  });

  it('does not even hold up the later versions of its own key, nor their order', async () => {
    const first = await seoul.put('k', '1');
    onTheWay.set('k', async () => {
      onTheWay.delete('k');
      return Promise.resolve(refusal);
    });
    await clock.advance(1);
    const second = await seoul.put('k', '2');
    await until(second, 'COMPLETED');
    await until(first, 'COMPLETED');
    expect(virginia.versions().map(({ versionId }) => versionId)).toEqual([
      second.versionId,
      first.versionId,
    ]);
    expect(virginia.find('k')?.versionId).toBe(second.versionId);
  });

  it('may have lost its file, or find it damaged', async () => {
    const [gone, short] = [await put('gone'), await put('short')];
    const bodyOf = ({ id }: ObjectVersion): string =>
      seoul.core.metadata.versions.segments(id)[0]?.body ?? '';
    way.isDown = true;
    await seoul.core.bodies.remove([bodyOf(gone)]);
    const file = bodyOf(short);
    writeFileSync(join(seoul.directory, 'bodies', file.slice(0, 2), file), 'shorter');
    way.isDown = false;
    const good = await seoul.put('good', 'x');
    await until(good, 'COMPLETED');
    await until(gone, 'FAILED');
    await until(short, 'FAILED');
    expect(reasonsOf('gone').at(-1)).toContain('ENOENT');
    expect(reasonsOf('short').at(-1)).toContain('the body on our disk has not its 11 bytes');

    async function put(key: string): Promise<ObjectVersion> {
      way.isDown = true;
      return seoul.put(key, 'eleven char');
    }
  });

  it('tells its reason again whenever that changes', async () => {
    const reasons = ['one', 'one', 'two', 'one'];
    onTheWay.set('k', () => {
      const message = reasons.shift();
      return Promise.resolve(
        message === undefined ? undefined : { status: 500, code: 'E', message },
      );
    });
    await until(await seoul.put('k', 'x'), 'COMPLETED');
    expect(reasonsOf('k')).toEqual([
      'PENDING E: one',
      'PENDING E: two',
      'PENDING E: one',
      'COMPLETED ',
    ]);
  });

  it('waits longer each time, and is tried a named number of times', async () => {
    const triedMs: number[] = [];
    onTheWay.set('k', () => {
      triedMs.push(clock.nowMs());
      return Promise.resolve(refusal);
    });
    await until(await seoul.put('k', 'x'), 'FAILED');
    expect(triedMs).toHaveLength(REPLICATION_ATTEMPTS_MAX);
    const waits = triedMs.slice(1).map((ms, index) => ms - (triedMs[index] ?? 0));
    expect(waits[0]).toBeLessThan(1500);
    expect(waits.at(-1)).toBeGreaterThan(10_000);
  });

  it('keeps its attempts over a restart', async () => {
    let tried = 0;
    onTheWay.set('k', () => {
      tried++;
      return Promise.resolve(refusal);
    });
    const version = await seoul.put('k', 'x');
    await passTime(clock, 'some attempts', () => tried >= 5);
    await passTime(clock, 'the last is written', () => reasonsOf('k').length > 0);
    seoul.kill();
    seoul.open(virginia);
    await until(version, 'FAILED');
    expect(tried).toBeLessThanOrEqual(REPLICATION_ATTEMPTS_MAX + 1);
  });

  it('fails one by one, also when all are bad', async () => {
    const versions = [];
    for (let number = 0; number < 3 * REPLICATION_CONCURRENCY_MAX; number++) {
      onTheWay.set(`bad${number}`, () => Promise.resolve(refusal));
      versions.push(await seoul.put(`bad${number}`, 'x'));
    }
    await until(await seoul.put('good', 'x'), 'COMPLETED');
    for (const version of versions) await until(version, 'FAILED');
  });

  it('lets tags wait for their object', async () => {
    let refused = 0;
    onTheWay.set('k', () => Promise.resolve(refused++ < 3 ? refusal : undefined));
    const version = await seoul.put('k', 'x');
    writeTags(seoul.core, version, [{ Key: 'a', Value: 'b' }]);
    await until(version, 'COMPLETED');
    expect(virginia.find('k')?.tags).toEqual([{ Key: 'a', Value: 'b' }]);
  });
});

describe('a place that does not answer', () => {
  it('makes everything wait for as long as it takes, tells why once, and fails nothing', async () => {
    way.isDown = true;
    const versions = [];
    for (let number = 0; number < 20; number++) versions.push(await seoul.put(`k${number}`, 'x'));
    await clock.advance(3_600_000);
    expect(versions.map(statusOf)).toEqual(versions.map(() => 'PENDING'));
    expect(seoul.events).toHaveLength(1);
    expect(seoul.events[0]?.reason).toBe('S3 in virginia does not answer');
    way.isDown = false;
    for (const version of versions) await until(version, 'COMPLETED');
  });

  it('is asked by one version, which does not hold up the others once it is heard', async () => {
    way.isDown = true;
    let release = (): void => undefined;
    onTheWay.set('slow', () => new Promise((resolve) => (release = () => resolve(undefined))));
    const slow = await seoul.put('slow', 'x');
    await clock.advance(60_000);
    way.isDown = false;
    await until(await seoul.put('quick', 'x'), 'COMPLETED');
    expect(statusOf(slow)).toBe('PENDING');
    release();
    await until(slow, 'COMPLETED');
  });

  it('keeps one task for the tags of a version, however often they change', async () => {
    way.isDown = true;
    const version = await seoul.put('k', 'x');
    for (let number = 0; number < 50; number++) {
      const now = seoul.find('k') ?? version;
      writeTags(seoul.core, now, [{ Key: 'n', Value: String(number) }]);
    }
    expect(seoul.pending).toBeLessThanOrEqual(3);
    way.isDown = false;
    await passTime(clock, 'drained', () => seoul.pending === 0);
    expect(virginia.find('k')?.tags).toEqual([{ Key: 'n', Value: '49' }]);
  });
});

describe('replication that is broken on purpose', () => {
  it('waits while it is paused, and goes on when it is healed', async () => {
    seoul.faults.apply([{ subject: 'replication', region: 'seoul', mode: 'pause' }]);
    const version = await seoul.put('a', 'text');
    await clock.advance(3_600_000);
    expect(virginia.find('a')).toBeUndefined();
    expect(seoul.pending).toBe(1);
    seoul.faults.apply([]);
    await until(version, 'COMPLETED');
  });

  it('brings each object so much later while it is slow', async () => {
    const mode = { mode: 'slow', delaySeconds: 60 } as const;
    seoul.faults.apply([{ subject: 'replication', region: 'seoul', ...mode }]);
    const sinceMs = clock.nowMs();
    const version = await seoul.put('a', 'text');
    await until(version, 'COMPLETED');
    expect(clock.nowMs() - sinceMs).toBeGreaterThanOrEqual(60_000);
  });
});
