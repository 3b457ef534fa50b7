import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { NO_ATTRIBUTES, type ObjectVersion, type VersioningState } from '../model.ts';
import { decideLifecycle, dueMs, isUploadDue, type LifecycleAction } from './decide-lifecycle.ts';
import type { LifecycleRule } from './lifecycle-schema.ts';

const DAY = 86_400_000;
/** Noon of a day. */
const NOON = 20_000 * DAY + DAY / 2;

function rule(more: Partial<LifecycleRule>): LifecycleRule {
  return {
    ...{ id: 'r', enabled: true, form: 'filter', filter: { prefix: '', tags: [] } },
    ...{ transitions: [], noncurrentTransitions: [] },
    ...more,
  };
}

/** Newest first; each is so many days old. */
function versions(...days: (number | [number, 'marker'])[]): ObjectVersion[] {
  return days.map((each, index): ObjectVersion => {
    const [age, marker] = Array.isArray(each) ? each : [each, undefined];
    return {
      ...{ id: index, bucket: 'b', key: 'logs/a', versionId: `v${index}`, isLatest: index === 0 },
      ...{ deleteMarker: marker !== undefined, modifiedMs: NOON - age * DAY, etag: '' },
      ...{ sizeBytes: 10, attributes: NO_ATTRIBUTES, tags: [{ Key: 'k', Value: 'v' }] },
      ...{ tagsChange: { ms: 0, by: '' }, replication: { replica: false, destinations: {} } },
    };
  });
}

function decide(
  rules: LifecycleRule[],
  of: ObjectVersion[],
  versioning: VersioningState = 'Enabled',
): LifecycleAction[] {
  return decideLifecycle(rules, { versions: of, versioning }, { nowMs: NOON, awsMs: (ms) => ms });
}

test('days end at the midnight behind them', () => {
  expect(dueMs(3, NOON)).toBe(NOON + 3 * DAY + DAY / 2);
  // Also from a midnight itself: "the next day midnight".
  expect(dueMs(1, 5 * DAY)).toBe(7 * DAY);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 1e12 }),
      (days, from) => {
        expect(dueMs(days, from) % DAY).toBe(0);
        expect(dueMs(days, from) - from).toBeGreaterThan(days * DAY);
        expect(dueMs(days, from) - from).toBeLessThanOrEqual((days + 1) * DAY);
      },
    ),
  );
});

describe('what is current', () => {
  const expires = rule({ expiration: { days: 2 } });

  it('gets a delete marker where the bucket has versions, and goes where it has none', () => {
    expect(decide([expires], versions(3))).toEqual([{ kind: 'expire' }]);
    expect(decide([expires], versions(3), '')).toEqual([{ kind: 'remove', versionId: 'v0' }]);
    expect(decide([expires], versions(2))).toEqual([]);
  });

  it('is not marked twice, and a marker with nothing behind it goes', () => {
    expect(decide([expires], versions([9, 'marker'], 10))).toEqual([]);
    const gone = [{ kind: 'remove', versionId: 'v0' }];
    expect(decide([expires], versions([9, 'marker']))).toEqual(gone);
    const cleans = rule({ expiration: { deleteMarker: true } });
    expect(decide([cleans], versions([0, 'marker']))).toEqual(gone);
    expect(decide([cleans], versions([0, 'marker'], 1))).toEqual([]);
    expect(decide([cleans], versions(9))).toEqual([]);
  });

  it('goes on a date, whatever its age', () => {
    expect(decide([rule({ expiration: { dateMs: NOON } })], versions(0))).toHaveLength(1);
    expect(decide([rule({ expiration: { dateMs: NOON + 1 } })], versions(99))).toEqual([]);
  });

  it.each<[string, Partial<LifecycleRule>, number]>([
    ['another prefix', { filter: { prefix: 'img/', tags: [] } }, 0],
    ['its prefix', { filter: { prefix: 'logs/', tags: [] } }, 1],
    ['its tag', { filter: { prefix: '', tags: [{ Key: 'k', Value: 'v' }] } }, 1],
    ['another tag', { filter: { prefix: '', tags: [{ Key: 'k', Value: 'w' }] } }, 0],
    ['its size, which is not greater', { filter: { prefix: '', tags: [], greaterThan: 10 } }, 0],
    ['a size that is greater', { filter: { prefix: '', tags: [], lessThan: 11 } }, 1],
    ['nothing while it is disabled', { enabled: false }, 0],
  ])('is chosen by %s', (_, more, count) => {
    expect(decide([{ ...expires, ...more }], versions(9))).toHaveLength(count);
  });
});

describe('what was current', () => {
  it('goes so many days after the one that took its place', () => {
    const older = rule({ noncurrentExpiration: { days: 2 } });
    expect(decide([older], versions(3, 50))).toEqual([{ kind: 'remove', versionId: 'v1' }]);
    expect(decide([older], versions(1, 50))).toEqual([]);
  });

  it('stays as one of the newest that are kept', () => {
    const keeps = rule({ noncurrentExpiration: { days: 1, newer: 2 } });
    expect(decide([keeps], versions(5, 6, 7, 8, 9)).map((each) => each)).toEqual([
      { kind: 'remove', versionId: 'v3' },
      { kind: 'remove', versionId: 'v4' },
    ]);
  });
});

test('an upload that was begun goes after its days', () => {
  const aborts = rule({ abortUploadsDays: 7, filter: { prefix: 'up/', tags: [] } });
  const now = { nowMs: NOON, awsMs: (ms: number) => ms };
  const begun = (key: string, days: number): { key: string; initiatedMs: number } => ({
    ...{ key, initiatedMs: NOON - days * DAY },
  });
  expect(isUploadDue([aborts], begun('up/a', 8), now)).toBe(true);
  expect(isUploadDue([aborts], begun('up/a', 7), now)).toBe(false);
  expect(isUploadDue([aborts], begun('other', 8), now)).toBe(false);
});
