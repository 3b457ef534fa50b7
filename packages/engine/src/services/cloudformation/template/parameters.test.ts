import { expect, test } from 'vitest';
import { chooseParameters, parameterRef } from './parameters.ts';
import { parseTemplate } from './parse/parse.ts';

const choose = (definition: object, value?: string) => {
  const template = parseTemplate(
    JSON.stringify({
      Resources: { R: { Type: 'T' } },
      Parameters: { P: { Type: 'String', ...definition } },
    }),
  );
  const given = value === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: value }];
  return chooseParameters({ definitions: template.parameters, given, previous: [] });
};

test.each<[object, string | undefined, string | string[]]>([
  [{ Default: 'd' }, undefined, 'd'],
  [{ Default: 'd' }, 'v', 'v'],
  [{ Default: 'd' }, '', ''],
  [{ Type: 'Number', Default: 80 }, undefined, '80'],
  [{ Type: 'CommaDelimitedList' }, 'a, b,c', ['a', 'b', 'c']],
  [{ Type: 'List<Number>' }, '1,2', ['1', '2']],
  [{ Type: 'AWS::EC2::VPC::Id' }, 'vpc-1', 'vpc-1'],
  [{ Type: 'List<AWS::EC2::Subnet::Id>' }, 'a,b', ['a', 'b']],
  [{ Type: 'CommaDelimitedList' }, '', []],
])('%j given %j refers to %j', (definition, value, expected) => {
  const [parameter] = choose(definition, value);
  expect(parameter && parameterRef(parameter)).toEqual(expected);
});

test.each<[object, string | undefined, string]>([
  [{}, undefined, 'Parameters: [P] must have values'],
  [{ AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number."],
  [{ Type: 'Number', MaxValue: 5 }, '6', 'must be a number not greater than 5'],
  [{ Type: 'Number', MinValue: 5 }, '4', 'must be a number not less than 5'],
  [{ MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  [{ MaxLength: '1' }, 'ab', "Parameter 'P' must contain at most 1 characters"],
  [{ AllowedPattern: '[a-z]+' }, 'a1', "Parameter 'P' must match pattern [a-z]+"],
  [
    { AllowedPattern: 'a', ConstraintDescription: 'only a' },
    'b',
    'Parameter P failed to satisfy constraint: only a',
  ],
  [{ AllowedPattern: '(?=a)b' }, 'b', "Parameter 'P' has an AllowedPattern that cannot be used"],
  [{ AllowedPattern: '^(a+)+$' }, `${'a'.repeat(4_000)}b`, "Parameter 'P' must match pattern"],
  [{ Type: 'List<Number>' }, '1,x', "Parameter 'P' must be a number."],
])('rejects %j given %j', (definition, value, message) => {
  expect(() => choose(definition, value)).toThrow(message);
});

test('rejects a parameter that the template does not have', () => {
  expect(() =>
    chooseParameters({ definitions: {}, given: [{ ParameterKey: 'X' }], previous: [] }),
  ).toThrow('Parameters: [X] do not exist in the template');
});
