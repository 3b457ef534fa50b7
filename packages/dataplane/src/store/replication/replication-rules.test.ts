import type { ReplicationRule } from '@aws-sdk/client-s3';
import { Reasons } from '@understudy/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPLICATION_BACKOFF_MS_MAX } from '../bounds.ts';
import { backoffMs, outcomeOf, outcomeOfBreak, outcomeOfPlace } from './delivery-outcome.ts';
import { replicationTargets } from './replication-rules.ts';

const Role = 'arn:aws:iam::111122223333:role/r';

function rule(more: Partial<ReplicationRule> = {}): ReplicationRule {
  return {
    ...{ ID: 'a', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
    DeleteMarkerReplication: { Status: 'Disabled' },
    Destination: { Bucket: 'arn:aws:s3:::to' },
    ...more,
  };
}

function targets(rules: ReplicationRule[], kind: 'object' | 'delete-marker' = 'object'): string[] {
  const candidate = { key: 'img/a.png', tags: [{ Key: 't', Value: '1' }], kind };
  return replicationTargets({ Role, Rules: rules }, candidate).map(
    ({ destination, storageClass }) => `${destination} ${storageClass}`.trim(),
  );
}

describe('replication rules', () => {
  it.each<[string, Partial<ReplicationRule>, boolean]>([
    ['a prefix that fits', { Filter: { Prefix: 'img/' } }, true],
    ['another prefix', { Filter: { Prefix: 'doc/' } }, false],
    ['a tag that fits', { Filter: { Tag: { Key: 't', Value: '1' } } }, true],
    ['another tag', { Filter: { Tag: { Key: 't', Value: '2' } } }, false],
    ['both', { Filter: { And: { Prefix: 'img/', Tags: [{ Key: 't', Value: '1' }] } } }, true],
    ['a disabled rule', { Status: 'Disabled' }, false],
  ])('choose by %s', (_name, more, chosen) => {
    expect(targets([rule(more)])).toEqual(chosen ? ['to'] : []);
  });

  it('let the highest priority count for one destination, and serve several', () => {
    const Bucket = 'arn:aws:s3:::to';
    const high = rule({
      ID: 'b',
      Priority: 9,
      Destination: { Bucket, StorageClass: 'STANDARD_IA' },
    });
    const other = rule({ ID: 'c', Priority: 2, Destination: { Bucket: 'arn:aws:s3:::else' } });
    expect(targets([rule(), high, other])).toEqual(['to STANDARD_IA', 'else']);
  });

  it('carry delete markers when told, and in the schema’s first version always', () => {
    expect(targets([rule()], 'delete-marker')).toEqual([]);
    const told = rule({ DeleteMarkerReplication: { Status: 'Enabled' } });
    expect(targets([told], 'delete-marker')).toEqual(['to']);
    const { Filter: _filter, DeleteMarkerReplication: _markers, ...first } = rule({ Prefix: '' });
    expect(targets([first], 'delete-marker')).toEqual(['to']);
  });
});

describe('an attempt to replicate', () => {
  it('counts as a refusal unless only the owner can mend it, or the place is away', () => {
    const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' };
    expect(outcomeOf(denied)).toMatchObject({ kind: 'failed' });
    expect(outcomeOf({ status: 503, code: 'Unknown', message: '503' }).kind).toBe('refused');
    const full = { status: 503, code: 'ServiceUnavailable', message: 'the disk is full' };
    expect(outcomeOf(full).kind).toBe('delayed');
    expect(outcomeOf({ status: 200, code: '', message: '' }).kind).toBe('completed');
    expect(outcomeOfPlace({ kind: 'nowhere' })?.kind).toBe('failed');
    const lost = { kind: 'unknown', region: 'us-east-1', remembered: false } as const;
    expect(outcomeOfPlace(lost)?.kind).toBe('away');
    expect(outcomeOfPlace({ kind: 'claimed', region: 'us-east-1' })?.kind).toBe('away');
    expect(outcomeOfBreak('reset', lost).kind).toBe('away');
    const there = { kind: 'region', region: 'us-east-1', versioning: 'Enabled' } as const;
    expect(outcomeOfBreak('reset', there).kind).toBe('refused');
  });

  it('waits longer each time, and never beyond the ceiling', () => {
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), chance, (attempts, random) => {
        const waitMs = backoffMs(attempts, random);
        expect(waitMs).toBeGreaterThanOrEqual(500);
        expect(waitMs).toBeLessThanOrEqual(REPLICATION_BACKOFF_MS_MAX);
        expect(backoffMs(attempts + 1, random)).toBeGreaterThanOrEqual(waitMs);
      }),
    );
  });
});

const drawnRule = fc.record({
  ID: fc.constantFrom('a', 'b', 'c'),
  Status: fc.constantFrom('Enabled' as const, 'Disabled' as const),
  Priority: fc.nat(3),
  Filter: fc.constantFrom({ Prefix: '' }, { Prefix: 'img/' }, { Prefix: 'doc/' }),
  DeleteMarkerReplication: fc.record({
    Status: fc.constantFrom('Enabled' as const, 'Disabled' as const),
  }),
  Destination: fc.constantFrom({ Bucket: 'arn:aws:s3:::to' }, { Bucket: 'arn:aws:s3:::other' }),
});

it('who asks why is told of the destinations that everybody gets', () => {
  fc.assert(
    fc.property(
      fc.array(drawnRule, { maxLength: 5 }),
      fc.constantFrom('object' as const, 'delete-marker' as const, 'replica-tags' as const),
      (rules, kind) => {
        const candidate = { key: 'img/a.png', tags: [], kind };
        const configuration = { Role, Rules: rules };
        const reasons = new Reasons();
        const targetsTold = replicationTargets(configuration, candidate, reasons);
        expect(targetsTold).toEqual(replicationTargets(configuration, candidate));
        const chosen = reasons.list.filter(({ mark }) => mark === 'chosen');
        expect(chosen.map(({ facts }) => facts['destination']).toSorted()).toEqual(
          targetsTold.map(({ destination }) => destination).toSorted(),
        );
        expect(reasons.list).toHaveLength(rules.length);
      },
    ),
  );
});
