import { AwsError } from '@understudy/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import type { Template } from '../template.ts';
import { takenBranches } from './check-active-references.ts';
import { checkConditionShapes } from './check-conditions.ts';
import { checkFunctions } from './check-functions.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkStructure } from './check-structure.ts';

const scope: Scope = {
  parameter: () => 'text',
  mappings: {},
  condition: (name) => name === 'Yes',
  resource: () => undefined,
  importValue: () => 'imported',
  stackOutput: () => 'output',
  availabilityZones: () => ['a'],
};

const template: Template = {
  transforms: [],
  parameters: {},
  mappings: {},
  conditions: {},
  rules: {},
  resources: {},
  outputs: {},
};

/** Values in which choices are made, at any depth. */
const { choice } = fc.letrec((tie) => ({
  choice: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('text', 7, true),
    fc.array(tie('choice'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('choice'), { maxKeys: 3 }),
    fc
      .tuple(fc.constantFrom('Yes', 'No'), tie('choice'), tie('choice'))
      .map((argument) => ({ 'Fn::If': argument })),
  ),
}));

const NAMES = [
  'Ref',
  ...['And', 'Base64', 'Cidr', 'Contains', 'Equals', 'FindInMap', 'ForEach::X', 'GetAZs'],
  ...['GetAtt', 'GetStackOutput', 'If', 'ImportValue', 'Join', 'Length', 'Nope', 'Not', 'Or'],
  ...['Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
].map((name) => (name === 'Ref' ? name : `Fn::${name}`));

/** Functions with anything for arguments. */
const { call } = fc.letrec((tie) => ({
  call: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 2 }),
    fc.array(tie('call'), { maxLength: 4 }),
    fc.tuple(fc.constantFrom(...NAMES), tie('call')).map(([name, inner]) => ({ [name]: inner })),
  ),
}));

test('what is taken of choices has none left, and evaluates to the same', () => {
  fc.assert(
    fc.property(choice, (value) => {
      const taken = takenBranches(value, scope.condition);
      expect(JSON.stringify(taken)).not.toContain('Fn::If');
      expect(evaluate(taken, scope)).toEqual(evaluate(value, scope));
    }),
  );
});

test('whatever a template says is taken, or refused in AWS’s words', () => {
  const isAnswered = (check: () => void): boolean => {
    try {
      check();
      return true;
    } catch (error) {
      return error instanceof AwsError;
    }
  };
  fc.assert(
    fc.property(call, (value) => {
      const asked: Template = {
        ...template,
        conditions: { A: value },
        mappings: { A: { b: { c: value } } },
        outputs: { A: { value, exportName: value } },
      };
      for (const check of [checkConditionShapes, checkOutputs, checkStructure])
        expect(isAnswered(() => check(asked))).toBe(true);
      expect(isAnswered(() => checkFunctions(value, asked))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
