import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decide } from './decide.ts';
import type { GroupView, InstanceView } from './group-view.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { instance, short, view } from './views.fixture.ts';

const sick = { health: 'Unhealthy' } as const;
const dead = { health: 'Unhealthy', isRunning: false } as const;
const other = { zone: 'b' };
const before = { minHealthyPercentage: 100, maxHealthyPercentage: 150 };
const first = { minHealthyPercentage: 50, maxHealthyPercentage: 100 };
const neither = { minHealthyPercentage: 100, maxHealthyPercentage: 100 };

describe('under a maintenance policy', () => {
  it.each<[string, Partial<GroupView>, string[]]>([
    [
      'a successor is launched before an unhealthy instance ends',
      { maintenance: before, instances: [instance('1', { ...sick, ...other }), instance('2')] },
      ['+b replace'],
    ],
    [
      'also where both percentages are 100',
      { maintenance: neither, instances: [instance('1', { ...sick, ...other }), instance('2')] },
      ['+b replace'],
    ],
    [
      'the unhealthy one waits for a successor that is not ready yet',
      {
        maintenance: before,
        replacementsOwed: -1,
        instances: [instance('1', sick), instance('2', other), instance('3', { isReady: false })],
      },
      [],
    ],
    [
      'and ends when the successor is ready',
      {
        maintenance: before,
        instances: [instance('1', sick), instance('2', other), instance('3')],
      },
      ['-1 unhealthy'],
    ],
    [
      'one ends at once where the minimum leaves room',
      { maintenance: first, instances: [instance('1', sick), instance('2', other)] },
      ['-1 unhealthy', '+a replace'],
    ],
    [
      'those whose program has ended do not wait',
      {
        maintenance: before,
        instances: [instance('1', dead), instance('2', { ...dead, ...other })],
      },
      ['-1 unhealthy', '-2 unhealthy', '+a replace', '+b replace'],
    ],
    [
      'no more are launched than the maximum',
      {
        maintenance: before,
        desiredCapacity: 4,
        instances: ['1', '2', '3', '4'].map((id) => instance(id, sick)),
      },
      ['+a replace', '+b replace'],
    ],
    [
      'a zone is left by ending first where there is no room above',
      { maintenance: first, instances: [instance('1'), instance('2')] },
      ['-1 rebalance'],
    ],
    [
      'and by launching first where there is',
      { maintenance: before, instances: [instance('1'), instance('2')] },
      ['+b rebalance'],
    ],
    [
      'a policy does not keep a group from being scaled',
      { maintenance: neither, desiredCapacity: 1, instances: [instance('1'), instance('2')] },
      ['-1 scale-in'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(short(view(change))).toEqual(expected);
  });

  it('never has fewer ready than the minimum, nor more than the maximum, and comes to rest', () => {
    fc.assert(
      fc.property(run, ({ desiredCapacity, maintenance, sickened, slow }) => {
        const { least, most } = maintenanceWindow(desiredCapacity, maintenance);
        let group = Array.from({ length: desiredCapacity }, (_, index) =>
          instance(`s${index}`, {
            zone: index % 2 === 0 ? 'a' : 'b',
            ...(sickened.includes(index) ? sick : {}),
          }),
        );
        let owed = 0;
        for (let round = 0; round < 200; round++) {
          const decisions = decide(
            view({ desiredCapacity, maintenance, instances: group, replacementsOwed: owed }),
          );
          const standing = group.filter((each) => each.isReady || each.health === 'Unhealthy');
          const ended = decisions.flatMap((each) =>
            each.kind === 'terminate' ? each.instanceId : [],
          );
          const launched = decisions.flatMap((each, index) =>
            each.kind === 'launch' ? [launch(`r${round}-${index}`, each)] : [],
          );
          for (const each of decisions)
            if (each.reason === 'unhealthy') owed++;
            else if (each.reason === 'replace') owed--;
          if (ended.length > 0)
            expect(standing.length - ended.length).toBeGreaterThanOrEqual(least);
          group = [...group.filter(({ instanceId }) => !ended.includes(instanceId)), ...launched];
          expect(group.length).toBeLessThanOrEqual(most);
          group = group.map((each, index) => ((round + index) % slow === 0 ? ready(each) : each));
        }
        expect(group).toHaveLength(desiredCapacity);
        expect(group.every(({ isReady }) => isReady)).toBe(true);
      }),
    );
  });
});

it.each<[string, Partial<GroupView>, string[]]>([
  [
    'a successor is launched for an instance that a refresh replaces',
    { instances: [instance('1', { isLeaving: true }), instance('2', other)] },
    ['+a refresh'],
  ],
  [
    'which serves on also when the successor is there',
    { instances: [instance('1', { isLeaving: true }), instance('2', other), instance('3')] },
    [],
  ],
  [
    'and when it counts again, what is too much goes',
    {
      instances: [instance('1'), instance('2', other), instance('3', { launchTemplateVersion: 2 })],
    },
    ['-1 scale-in'],
  ],
])('%s', (_name, change, expected) => {
  expect(short(view(change))).toEqual(expected);
});

test('a refresh that names no maximum replaces at least one at a time', () => {
  const without = { minHealthyPercentage: 100, maxHealthyPercentage: undefined };
  expect(maintenanceWindow(4, without)).toEqual({ least: 3, most: 4 });
  expect(maintenanceWindow(4, { ...without, minHealthyPercentage: 50 })).toEqual({
    least: 2,
    most: 4,
  });
  expect(maintenanceWindow(1, before)).toEqual({ least: 1, most: 2 });
});

/** `slow`: every how manieth round an instance takes its next step towards being ready. */
const run = fc
  .record({
    desiredCapacity: fc.integer({ min: 1, max: 12 }),
    minHealthyPercentage: fc.integer({ min: 0, max: 100 }),
    over: fc.integer({ min: 0, max: 100 }),
    sickened: fc.array(fc.nat(11)),
    slow: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ minHealthyPercentage, over, ...rest }) => ({
    ...rest,
    maintenance: {
      minHealthyPercentage,
      maxHealthyPercentage: Math.max(100, Math.min(minHealthyPercentage + over, 200)),
    },
  }));

function launch(
  instanceId: string,
  { place, reason }: ReturnType<typeof decide>[number] & { kind: 'launch' },
): InstanceView {
  return instance(instanceId, {
    ...place,
    state: 'Pending',
    isRebalancing: reason === 'rebalance',
  });
}

/** Pending, in service, ready: one step further. */
function ready(each: InstanceView): InstanceView {
  if (each.health === 'Unhealthy') return each;
  if (each.state === 'Pending') return { ...each, state: 'InService', isReady: false };
  return { ...each, isReady: true, isRebalancing: false };
}
