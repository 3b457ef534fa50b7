import { expect, test } from 'vitest';
import { AwsError } from '@understudy/wire';
import { Harness } from '../testing/harness.ts';
import { vpc } from '../testing/templates.ts';

/** What CreateStack and ValidateTemplate say, which must be one thing. */
async function refusal(TemplateBody: string, StackName = 'hostile'): Promise<string> {
  const harness = new Harness();
  const calls = [
    ['CreateStack', { StackName, TemplateBody }],
    ['ValidateTemplate', { TemplateBody }],
    ['CreateChangeSet', { StackName, TemplateBody, ChangeSetName: 'a', ChangeSetType: 'CREATE' }],
  ] as const;
  const texts = new Set<string>();
  for (const [operation, input] of calls) {
    const error = await harness.call(operation, input).catch((thrown: unknown) => thrown);
    texts.add(error instanceof AwsError ? `${error.code}: ${error.message}` : String(error));
  }
  return [...texts].join('\n');
}

const resources = { Vpc: vpc() };
const text = (template: object): string => JSON.stringify(template);
const tagged = (value: unknown, more: object = {}): string =>
  text({ ...more, Resources: { Vpc: vpc({ Tags: [{ Key: 'a', Value: value }] }) } });

function nested(depth: number): string {
  const value = `${'{"Fn::Sub":["${A}",{"A":'.repeat(depth)}"x"${'}]}'.repeat(depth)}`;
  return tagged('@').replace('"@"', () => value);
}

test.each([
  ['Fn::Sub', nested(100)],
  ['Fn::Sub in thousands', nested(1_500)],
  ['JSON lists', `{"Resources": {"A": ${'['.repeat(20_000)}${']'.repeat(20_000)}}}`],
  ['YAML lists', `Resources: ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['YAML short forms', `Resources:\n  A: ${'!Sub ['.repeat(2_000)}x${']'.repeat(2_000)}`],
])('%s nested too deep are refused', async (_name, body) => {
  expect(await refusal(body)).toMatch(
    /^ValidationError: Template format error: the template is nested more than 200 levels deep\.$/,
  );
});

test('an alias bomb is refused in the words for every alias', async () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  const expected =
    'ValidationError: Template error: YAML aliases are not allowed in CloudFormation templates.';
  expect(await refusal(lines.join('\n'))).toBe(expected);
  const merged = 'Metadata: &a {b: c}\nResources:\n  Vpc:\n    <<: *a\n    Type: AWS::EC2::VPC';
  expect(await refusal(merged)).toBe(expected);
});

test.each([
  ['two', { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'A' } }, '[A, B]'],
  ['itself', { A: { 'Fn::Or': [{ Condition: 'A' }, { Condition: 'A' }] } }, '[A]'],
])('conditions in a ring of %s are refused at once', async (_name, Conditions, ring) => {
  expect(await refusal(text({ Conditions, Resources: resources }))).toBe(
    `ValidationError: Circular dependency between conditions: ${ring}`,
  );
});

test('a chain of very many conditions is refused', async () => {
  const Conditions = Object.fromEntries(
    Array.from({ length: 501 }, (_, index) => [`C${index}`, { Condition: `C${index + 1}` }]),
  );
  expect(await refusal(text({ Conditions, Resources: resources }))).toBe(
    'ValidationError: Template format error: Number of conditions, 501, is greater than maximum allowed, 500',
  );
});

test('a chain of as many conditions as are allowed is evaluated', async () => {
  const chain = Array.from({ length: 499 }, (_, index) => [
    `C${index}`,
    { 'Fn::Not': [{ Condition: `C${index + 1}` }] },
  ]);
  const Conditions = { ...Object.fromEntries(chain), C499: { 'Fn::Equals': ['a', 'b'] } };
  const harness = new Harness();
  const Resources = { Vpc: { ...vpc(), Condition: 'C1' }, Other: { ...vpc(), Condition: 'C0' } };
  const stack = await harness.create('chain', { Conditions, Resources });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(harness.world.log).toEqual(['create Other']);
});

test.each([
  [['Map', 'top', 'absent'], 'Unable to get mapping for Map::top::absent'],
  [['Map', 'absent', 'second'], 'Unable to get mapping for Map::absent::second'],
  [['Map', 'constructor', 'name'], 'Unable to get mapping for Map::constructor::name'],
  [['Map', 'top', 'toString'], 'Unable to get mapping for Map::top::toString'],
  [
    ['Other', 'a', 'b'],
    "Mapping named 'Other' is not present in the 'Mappings' section of template.",
  ],
  [
    ['__proto__', 'a', 'b'],
    "Mapping named '__proto__' is not present in the 'Mappings' section of template.",
  ],
])('Fn::FindInMap of %j is refused at once', async (keys, reason) => {
  const Mappings = { Map: { top: { second: 'x' } } };
  expect(await refusal(tagged({ 'Fn::FindInMap': keys }, { Mappings }))).toBe(
    `ValidationError: Template error: ${reason}`,
  );
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'nothing has the name %s by itself',
  async (name) => {
    const unresolved = `ValidationError: Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`;
    expect(await refusal(tagged({ Ref: name }))).toBe(unresolved);
    expect(await refusal(tagged({ 'Fn::GetAtt': [name, 'name'] }))).toBe(unresolved);
    expect(await refusal(tagged({ 'Fn::Sub': `\${${name}}` }))).toBe(unresolved);
    expect(await refusal(tagged({ 'Fn::If': [name, 'a', 'b'] }))).toMatch(
      /^ValidationError: Template format error: Unresolved condition dependency/,
    );
    expect(await refusal(text({ Resources: { A: { Type: name } } }))).toMatch(
      /Unrecognized resource types/,
    );
  },
);

test.each(['constructor', 'toString', 'valueOf'])('%s is a name like any other', async (name) => {
  const harness = new Harness();
  const stack = await harness.create('odd', {
    Parameters: { [name]: { Type: 'String', Default: 'given' } },
    Mappings: { [name]: { [name]: { [name]: 'mapped' } } },
    Conditions: { [name]: { 'Fn::Equals': [{ Ref: name }, 'given'] } },
    Resources: {
      Vpc: vpc({
        Tags: [
          { Key: 'parameter', Value: { Ref: name } },
          { Key: 'mapping', Value: { 'Fn::FindInMap': [name, name, name] } },
          { Key: 'condition', Value: { 'Fn::If': [name, 'yes', 'no'] } },
        ],
      }),
    },
  });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(harness.world.calls[0]?.properties['Tags']).toEqual([
    { Key: 'parameter', Value: 'given' },
    { Key: 'mapping', Value: 'mapped' },
    { Key: 'condition', Value: 'yes' },
  ]);
});
