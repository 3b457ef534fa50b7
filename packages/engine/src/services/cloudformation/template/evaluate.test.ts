import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';
import { containsUnknown, sameValue, UNKNOWN } from './values.ts';

const scope: Scope = {
  parameter: (name) =>
    ({ Env: 'prod', List: ['a', 'b', 'c'], 'AWS::Region': 'us-east-1', 'AWS::Partition': 'aws' })[
      name
    ],
  mappings: { Map: { top: { second: 'value' } } },
  condition: (name) => name === 'Yes',
  resource: (id) => {
    if (id === 'Later') return { ref: () => UNKNOWN, attribute: () => UNKNOWN };
    if (id !== 'Vpc') return undefined;
    return { ref: () => 'vpc-1', attribute: (name) => `vpc-1.${name}` };
  },
  importValue: (name) => `import:${name}`,
  stackOutput: ({ stackName, outputName, region }) =>
    `${region ?? 'here'}/${stackName}/${outputName}`,
  availabilityZones: (region) => [`${region}a`, `${region}b`],
};

describe('functions', () => {
  test.each<[unknown, unknown]>([
    [{ Ref: 'Env' }, 'prod'],
    [{ Ref: 'List' }, ['a', 'b', 'c']],
    [{ Ref: 'Vpc' }, 'vpc-1'],
    [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 'vpc-1.CidrBlock'],
    [{ 'Fn::GetAtt': 'Vpc.Nested.Name' }, 'vpc-1.Nested.Name'],
    [{ 'Fn::GetAtt': ['Vpc', 'Nested', 'Name'] }, 'vpc-1.Nested.Name'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Env' }, 3]] }, 'a-prod-3'],
    [{ 'Fn::Split': ['|', 'a|b'] }, ['a', 'b']],
    [{ 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
    [{ 'Fn::Select': [0, { 'Fn::Split': [',', 'x,y'] }] }, 'x'],
    [
      { 'Fn::Sub': '${Env} ${Vpc} ${Vpc.Arn} ${AWS::Region} ${!Keep}' },
      'prod vpc-1 vpc-1.Arn us-east-1 ${Keep}',
    ],
    [{ 'Fn::Sub': ['${a}$b', { a: { Ref: 'Env' } }] }, 'prod$b'],
    [{ 'Fn::Base64': 'hé' }, 'aMOp'],
    [{ 'Fn::Length': { Ref: 'List' } }, 3],
    [{ 'Fn::ToJsonString': { a: { Ref: 'Env' } } }, '{"a":"prod"}'],
    [{ 'Fn::FindInMap': ['Map', 'top', 'second'] }, 'value'],
    [{ 'Fn::FindInMap': ['Map', 'no', 'second', { DefaultValue: { Ref: 'Env' } }] }, 'prod'],
    [{ 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b']],
    [{ 'Fn::GetAZs': 'eu-west-1' }, ['eu-west-1a', 'eu-west-1b']],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${Env}-id' } }, 'import:prod-id'],
    [
      { 'Fn::GetStackOutput': { StackName: 's', Region: 'r', OutputName: { Ref: 'Env' } } },
      'r/s/prod',
    ],
    [{ 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } }, 'here/s/o'],
    [{ 'Fn::If': ['Yes', 1, { 'Fn::Fail': 1 }] }, 1],
    [{ 'Fn::If': ['No', { 'Fn::Fail': 1 }, 2] }, 2],
    [{ a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: 1 }, { b: 1 }],
    [[{ Ref: 'AWS::NoValue' }, 'x'], ['x']],
    [
      { Effect: 'Allow', Condition: { Bool: { a: 'b' } } },
      { Effect: 'Allow', Condition: { Bool: { a: 'b' } } },
    ],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    [{ 'Fn::Select': [1, { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }] }, '2001:db8:0:1::/64'],
  ])('%j is %j', (value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ Ref: 'Nope' }, 'Unresolved resource dependencies [Nope] in the Resources block'],
    [
      { 'Fn::GetAtt': ['Nope', 'Arn'] },
      'instance of Fn::GetAtt references undefined resource Nope',
    ],
    [
      { 'Fn::Select': [5, { Ref: 'List' }] },
      'Fn::Select cannot select nonexistent value at index 5',
    ],
    [{ 'Fn::FindInMap': ['Map', 'x', 'y'] }, 'Unable to get mapping for Map::x::y'],
    [{ 'Fn::Join': [',', [['nested']]] }, 'every Fn::Join object requires two parameters'],
    [{ 'Fn::Transform': {} }, 'Encountered unsupported function: Fn::Transform'],
    [{ 'Fn::And': [] }, 'Encountered unsupported function: Fn::And'],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 4, 7] }, 'Fn::Cidr cannot take 4 blocks of 7 bits'],
    [{ 'Fn::Sub': '${List}' }, 'does not resolve to a string'],
  ])('rejects %j', (value, message) => {
    expect(() => evaluate(value, scope)).toThrow(message);
  });

  test('anything made of an unknown value is unknown, and nothing else is', () => {
    const unknown = { Ref: 'Later' };
    for (const value of [
      unknown,
      { 'Fn::Join': ['', ['a', unknown]] },
      { 'Fn::Sub': '${Later.Arn}' },
      { 'Fn::Select': [0, unknown] },
      { 'Fn::Base64': unknown },
    ])
      expect(evaluate(value, scope)).toBe(UNKNOWN);
    expect(evaluate({ a: unknown, b: 1 }, scope)).toEqual({ a: UNKNOWN, b: 1 });
  });
});

describe('properties', () => {
  const plain = fc
    .jsonValue()
    .filter(
      (value) => !JSON.stringify(value).includes('Fn::') && !JSON.stringify(value).includes('Ref'),
    );

  test('a value without functions evaluates to itself', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(evaluate(value, scope)).toEqual(value);
      }),
    );
  });

  test('splitting what was joined gives back the parts', () => {
    const part = fc.string().filter((text) => !text.includes('|'));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const joined = { 'Fn::Split': ['|', { 'Fn::Join': ['|', parts] }] };
        expect(evaluate(joined, scope)).toEqual(parts);
      }),
    );
  });

  test('ToJsonString of a plain value parses back to it', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = evaluate({ 'Fn::ToJsonString': value }, scope);
        expect(JSON.parse(String(text))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('an unknown anywhere within is found, and equals nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(containsUnknown([value])).toBe(false);
        expect(containsUnknown({ a: [value, UNKNOWN] })).toBe(true);
        expect(sameValue([value, UNKNOWN], [value, UNKNOWN])).toBe(false);
      }),
    );
  });

  test('equality does not care for the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(sameValue(value, turned)).toBe(true);
      }),
    );
  });

  test('Fn::Cidr gives blocks that follow each other within the block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 24 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 16 }),
        (prefix, bits, count) => {
          fc.pre(32 - prefix - bits >= Math.ceil(Math.log2(count)));
          const blocks = evaluate({ 'Fn::Cidr': [`10.0.0.0/${prefix}`, count, bits] }, scope);
          const starts = (blocks as string[]).map((block) => toNumber(block.split('/')[0] ?? ''));
          expect(starts).toEqual(
            Array.from({ length: count }, (_, index) => toNumber('10.0.0.0') + index * 2 ** bits),
          );
        },
      ),
    );
  });
});

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
