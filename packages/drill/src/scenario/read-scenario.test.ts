import { expect, test } from 'vitest';
import { SCENARIOS } from './library/index.ts';
import { faultsOf, readClient, readScenario, surgesOf } from './read-scenario.ts';

const ROLES = {
  ...{ primary: 'ap-northeast-2', standby: 'us-east-1' },
  ...{ scalesAbove: 20, dependencyPorts: [4000] },
};

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

test('further visitors that are none are told by their place', () => {
  const scenario = SCENARIOS.get('surge');
  if (scenario === undefined) throw new Error('it is gone');
  expect(surgesOf(scenario, ROLES)).toEqual([{ atSeconds: 0, perSecond: 30 }]);
  const wrong = { ...scenario, surge: () => [{ atSeconds: 0, perSecond: 0 }] };
  expect(() => surgesOf(wrong, ROLES)).toThrow(/surge: 0\.perSecond/);
});

const visit = (): Promise<void> => Promise.resolve();

test.each([
  [undefined, /the default export/],
  [{ name: 'buy' }, /visit: not a function/],
  [{ name: 'buy', visit, standIns: ['not a name'] }, /standIns\.0/],
  [{ name: 'buy', visit, everySeconds: 0 }, /everySeconds/],
])('%j is no client: %s', (value, said) => {
  expect(() => readClient(value)).toThrow(said);
});
