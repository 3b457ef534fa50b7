import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balancerHealth } from '../balancer-health.ts';
import { avoidedZones, nextExpiryMs, outside, shiftedZones } from './zonal-shift.ts';

const ZONES = ['a', 'b', 'c'];
const zone = fc.constantFrom(...ZONES);
const targets = fc.array(fc.record({ zone, isHealthy: fc.boolean() }), { maxLength: 12 });

test('a shift is in force until its time is over', () => {
  const shifts = [
    { zone: 'a', untilMs: 1_000 },
    { zone: 'b', untilMs: 2_000 },
  ];
  expect([...shiftedZones(shifts, 999)]).toEqual(['a', 'b']);
  expect([...shiftedZones(shifts, 1_000)]).toEqual(['b']);
  expect([0, 1_000, 2_000].map((nowMs) => nextExpiryMs(shifts, nowMs))).toEqual([
    ...[1_000, 2_000, undefined],
  ]);
});

test('the node of the zone itself goes on with its own targets', () => {
  expect([...avoidedZones(new Set(['a']), 'a')]).toEqual([]);
  expect([...avoidedZones(new Set(['a']), 'b')]).toEqual(['a']);
});

describe('targets of a shifted zone', () => {
  test('are passed over, unless too few others are healthy', () => {
    fc.assert(
      fc.property(targets, zone, fc.integer({ min: 1, max: 4 }), (all, away, count) => {
        const isAvoided = (target: { zone: string }): boolean => target.zone === away;
        const left = outside(all, { isAvoided, threshold: { count } });
        const others = all.filter((target) => !isAvoided(target));
        const healthy = others.filter(({ isHealthy }) => isHealthy).length;
        expect(left).toEqual(healthy >= count ? others : all);
      }),
    );
  });
});

describe('the node of a shifted zone', () => {
  const node = fc.record({ isListening: fc.boolean(), groupsAreHealthy: fc.boolean() });

  test('leaves DNS while another zone is healthy, and a shift changes nothing else', () => {
    fc.assert(
      fc.property(fc.tuple(node, node, node), zone, (states, away) => {
        const nodes = states.map((state, index) => ({ zone: ZONES[index] ?? '', ...state }));
        const before = balancerHealth(nodes);
        const after = balancerHealth(
          nodes.map((one) => ({ ...one, isShifted: one.zone === away })),
        );
        expect(after.healthy).toBe(before.healthy);
        const others = ZONES.filter((one) => one !== away);
        for (const one of others) expect(after.zones[one]).toEqual(before.zones[one]);
        const canShift = others.some((one) => before.zones[one]?.healthy);
        expect(after.zones[away]).toEqual(canShift ? { healthy: false } : before.zones[away]);
      }),
    );
  });
});
