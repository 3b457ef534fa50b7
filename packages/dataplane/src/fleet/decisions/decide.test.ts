import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupView, InstanceView } from './group-view.ts';
import { decide } from './decide.ts';
import { leastUsedPlace, selectForTermination } from './choose-zone.ts';
import { instance, PLACES, short, view } from './views.fixture.ts';

const sick = { health: 'Unhealthy' } as const;
const dead = { health: 'Unhealthy', isRunning: false } as const;

describe('decide', () => {
  it.each<[string, Partial<GroupView>, string[]]>([
    ['launches what is missing, spread over zones', {}, ['+a capacity', '+b capacity']],
    [
      'launches where the fewest are',
      { desiredCapacity: 3, instances: [instance('1'), instance('2')] },
      ['+b capacity'],
    ],
    [
      'counts pending ones',
      { instances: [instance('1', { state: 'Pending' }), instance('2')] },
      [],
    ],
    [
      'does not count terminating ones',
      { instances: [instance('1', { state: 'Terminating' }), instance('2')] },
      ['+b capacity'],
    ],
    ['launches nothing while Launch is suspended', { suspended: new Set(['Launch']) }, []],
    ['launches nothing before the pause is over', { launchNotBeforeMs: 1_001 }, []],
    [
      'avoids a subnet that could not take the last one',
      { desiredCapacity: 1, failedSubnets: new Set(['subnet-a']) },
      ['+b capacity'],
    ],
    [
      'terminates an unhealthy one and replaces it at once',
      { instances: [instance('1', sick), instance('2', { zone: 'b' })] },
      ['-1 unhealthy', '+a replace'],
    ],
    [
      'replaces running ones one at a time',
      { instances: [instance('1', sick), instance('2', { zone: 'b', ...sick })] },
      ['-1 unhealthy', '+a replace'],
    ],
    [
      'waits until the replacement is in service',
      { instances: [instance('1', { state: 'Pending' }), instance('2', { zone: 'b', ...sick })] },
      [],
    ],
    [
      'replaces dead ones all at once',
      { instances: [instance('1', dead), instance('2', { zone: 'b', ...dead })] },
      ['-1 unhealthy', '-2 unhealthy', '+a replace', '+b replace'],
    ],
    [
      'keeps running ones while replacements fail',
      { launchNotBeforeMs: 9_999, instances: [instance('1', sick), instance('2')] },
      [],
    ],
    [
      'keeps unhealthy ones while ReplaceUnhealthy is suspended',
      {
        suspended: new Set(['ReplaceUnhealthy']),
        instances: [instance('1', dead), instance('2', { zone: 'b' })],
      },
      [],
    ],
    [
      'takes no second one while a replacement is owed',
      {
        replacementsOwed: 1,
        suspended: new Set(['Launch']),
        instances: [instance('2', { zone: 'b', ...sick })],
      },
      [],
    ],
    [
      'scales in',
      { desiredCapacity: 1, instances: [instance('1'), instance('2')] },
      ['-1 scale-in'],
    ],
    [
      'scales in nothing while Terminate is suspended',
      {
        desiredCapacity: 0,
        suspended: new Set(['Terminate']),
        instances: [instance('1', sick)],
      },
      [],
    ],
    [
      'balances zones by launching first',
      { instances: [instance('1'), instance('2')] },
      ['+b rebalance'],
    ],
    [
      'does not balance a difference of one',
      {
        desiredCapacity: 3,
        instances: [instance('1'), instance('2'), instance('3', { zone: 'b' })],
      },
      [],
    ],
    [
      'waits for what it launched to balance',
      {
        instances: [
          instance('1'),
          instance('2'),
          instance('3', { zone: 'b', state: 'Pending', isRebalancing: true }),
        ],
      },
      [],
    ],
    [
      'then removes what is too much, from the fullest zone',
      { instances: [instance('1'), instance('2'), instance('3', { zone: 'b' })] },
      ['-1 scale-in'],
    ],
    [
      'moves out of a zone that the group has left',
      { instances: [instance('1'), instance('2', { zone: 'c' })] },
      ['+b rebalance'],
    ],
    [
      'does not balance while AZRebalance is suspended',
      { suspended: new Set(['AZRebalance']), instances: [instance('1'), instance('2')] },
      [],
    ],
    ['does nothing without subnets', { places: [] }, []],
  ])('%s', (_name, change, expected) => {
    expect(short(view(change))).toEqual(expected);
  });

  it('replaces a tenth of a large group at a time', () => {
    const instances = Array.from({ length: 30 }, (_, index) =>
      instance(String(index), { zone: index % 2 === 0 ? 'a' : 'b', ...sick }),
    );
    const decisions = decide(view({ desiredCapacity: 30, instances }));
    expect(decisions.filter(({ kind }) => kind === 'terminate')).toHaveLength(3);
  });

  it('comes to rest at the desired capacity, balanced, from any healthy start', () => {
    const start = fc.record({
      desiredCapacity: fc.integer({ min: 0, max: 12 }),
      zones: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 14 }),
    });
    fc.assert(
      fc.property(start, ({ desiredCapacity, zones }) => {
        let instances = zones.map((zone, index) => instance(`s${index}`, { zone }));
        for (let round = 0; round < 60; round++) {
          const decisions = decide(view({ desiredCapacity, instances }));
          if (decisions.length === 0) break;
          instances = carryOut(instances, decisions, round);
        }
        expect(decide(view({ desiredCapacity, instances }))).toEqual([]);
        expect(instances).toHaveLength(desiredCapacity);
        const count = (zone: string): number =>
          instances.filter((candidate) => candidate.zone === zone).length;
        expect(count('c')).toBe(0);
        expect(Math.abs(count('a') - count('b'))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the choice of what to terminate', () => {
  const choose = (candidates: InstanceView[], count = 1): string[] =>
    selectForTermination(view({ nowMs: 5_400_000 }), candidates, count).map(
      ({ instanceId }) => instanceId,
    );

  it.each<[string, InstanceView[], string[]]>([
    ['the fullest zone first', [instance('1', { zone: 'b' }), instance('2'), instance('3')], ['2']],
    [
      'the oldest template version in it',
      [instance('1', { launchTemplateVersion: 3 }), instance('2', { launchTemplateVersion: 2 })],
      ['2'],
    ],
    [
      'another template before any version',
      [instance('1'), instance('2', { launchTemplateId: 'former', launchTemplateVersion: 9 })],
      ['2'],
    ],
    [
      'the one closest to its next full hour',
      [instance('1', { launchedMs: 5_000_000 }), instance('2', { launchedMs: 2_000_000 })],
      ['2'],
    ],
    [
      'a zone that the group left',
      [instance('1'), instance('2'), instance('3', { zone: 'c' })],
      ['3'],
    ],
  ])('%s', (_name, candidates, expected) => {
    expect(choose(candidates)).toEqual(expected);
  });

  it('lets chance decide among equals', () => {
    const candidates = [instance('1'), instance('2'), instance('3')];
    const pick = (random: number): string | undefined =>
      selectForTermination(view({ random: () => random }), candidates, 1)[0]?.instanceId;
    expect([pick(0), pick(0.5), pick(0.99)]).toEqual(['1', '2', '3']);
  });

  it('takes no more than there are', () => {
    expect(choose([instance('1')], 5)).toEqual(['1']);
  });
});

it('launches in the subnet of a zone that has the fewest', () => {
  const places = [...PLACES, { subnetId: 'subnet-a2', zone: 'a' }];
  const occupied = [PLACES[0], PLACES[1], PLACES[1]].flatMap((place) => place ?? []);
  expect(leastUsedPlace(places, occupied, new Set())?.subnetId).toBe('subnet-a2');
});

function carryOut(
  instances: readonly InstanceView[],
  decisions: ReturnType<typeof decide>,
  round: number,
): InstanceView[] {
  const ended = decisions.flatMap((decision) =>
    decision.kind === 'terminate' ? decision.instanceId : [],
  );
  const launched = decisions.flatMap((decision, index) =>
    decision.kind === 'launch' ? instance(`r${round}-${index}`, decision.place) : [],
  );
  return [...instances.filter(({ instanceId }) => !ended.includes(instanceId)), ...launched];
}
