import { expect, test } from 'vitest';
import { assertRules, conditionLookup } from './conditions.ts';
import type { Scope } from './scope.ts';

const scopeOf = (conditions: Record<string, unknown>): Scope => {
  const scope: Scope = {
    parameter: (name) => ({ Env: 'prod', Version: '6', Zones: ['a', 'b'] })[name],
    mappings: {},
    condition: (name) => lookup(name),
    resource: () => undefined,
    importValue: () => undefined,
    stackOutput: () => undefined,
    availabilityZones: () => [],
  };
  const lookup = conditionLookup(conditions, () => scope);
  return scope;
};

test.each<[unknown, boolean]>([
  [{ 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }, true],
  [{ 'Fn::Equals': [1, '1'] }, true],
  [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }, true],
  [{ 'Fn::And': [{ Condition: 'True' }, { Condition: 'False' }] }, false],
  [{ 'Fn::Or': [{ Condition: 'True' }, { Condition: 'False' }] }, true],
])('%j is %j', (condition, expected) => {
  const scope = scopeOf({
    True: { 'Fn::Equals': ['a', 'a'] },
    False: { 'Fn::Equals': ['a', 'b'] },
    It: condition,
  });
  expect(scope.condition('It')).toBe(expected);
});

test('rejects conditions that refer to each other in a circle', () => {
  const scope = scopeOf({ A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } });
  expect(() => scope.condition('A')).toThrow('Circular dependency between conditions');
});

test('the CDK’s bootstrap rule passes a new version and rejects an old one by its description', () => {
  const rule = (old: string[]) => ({
    CheckBootstrapVersion: {
      assertions: [
        {
          assert: { 'Fn::Not': [{ 'Fn::Contains': [old, { Ref: 'Version' }] }] },
          description: 'bootstrap stack version 6 required',
        },
      ],
    },
  });
  const scope = scopeOf({});
  expect(() => assertRules(rule(['1', '2', '3', '4', '5']), scope)).not.toThrow();
  expect(() => assertRules(rule(['6']), scope)).toThrow('bootstrap stack version 6 required');
});

test('a rule whose condition is false is not checked', () => {
  const never = { 'Fn::Equals': ['a', 'b'] };
  const rules = { R: { condition: never, assertions: [{ assert: never }] } };
  expect(() => assertRules(rules, scopeOf({}))).not.toThrow();
});

test.each<[unknown, boolean]>([
  [{ 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a', 'b', 'c']] }, true],
  [{ 'Fn::EachMemberIn': [{ Ref: 'Zones' }, ['a']] }, false],
  [{ 'Fn::EachMemberEquals': [['a', 'a'], 'a'] }, true],
  [{ 'Fn::EachMemberEquals': [{ Ref: 'Zones' }, 'a'] }, false],
])('the rule function %j is %j', (assert, passes) => {
  const check = (): void => assertRules({ R: { assertions: [{ assert }] } }, scopeOf({}));
  if (passes) expect(check).not.toThrow();
  else expect(check).toThrow('Rule R failed');
});
