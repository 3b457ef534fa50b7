import { expect, test } from 'vitest';
import { SCENARIOS } from './library/index.ts';
import { faultsOf, readScenario } from './read-scenario.ts';

const ROLES = { primary: 'ap-northeast-2', standby: 'us-east-1' };

test.each([...SCENARIOS.values()])('$name is a drill', (scenario) => {
  expect(readScenario(scenario)).toEqual(scenario);
  expect(faultsOf(scenario, ROLES).length).toBeGreaterThan(0);
});

test.each([
  [undefined, /the default export: .*expected object/],
  [{ ...SCENARIOS.get('region-loss'), name: 'Has Spaces' }, /name: not lower-case/],
  [{ ...SCENARIOS.get('region-loss'), expects: {} }, /Unrecognized key: "expects"/],
  [{ ...SCENARIOS.get('region-loss'), expect: { recovers: { friend: 1 } } }, /expect\.recovers/],
])('%j is none: %s', (value, said) => {
  expect(() => readScenario(value)).toThrow(said);
});

test('faults that are none are told by their place', () => {
  const scenario = SCENARIOS.get('region-loss');
  if (scenario === undefined) throw new Error('it is gone');
  const wrong = { ...scenario, faults: () => [{ atSeconds: -1, fault: { subject: 'region' } }] };
  expect(() => faultsOf(wrong, ROLES)).toThrow(/faults: 0\.atSeconds/);
});
