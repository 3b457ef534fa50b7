import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { subnet, vpc } from './testing/templates.ts';

const NEVER = { Never: { 'Fn::Equals': ['a', 'b'] } };
const Resources = { Vpc: vpc() };
const tagged = (Value: unknown, more: object = {}): object => ({
  Resources: { Vpc: vpc({ Tags: [{ Key: 'a', Value }] }) },
  ...more,
});
const output = (Value: unknown, more: object = {}): object => ({
  Resources,
  Outputs: { Out: { Value, ...more } },
});

async function refusal(operation: string, template: object): Promise<string> {
  const harness = new Harness();
  const TemplateBody = JSON.stringify(template);
  const input = operation === 'CreateStack' ? { StackName: 'a', TemplateBody } : { TemplateBody };
  return harness.call(operation, input).then(
    () => 'taken',
    (error: unknown) => String(error).replace('ValidationError: ', ''),
  );
}

describe('what no values could make right', () => {
  const JOIN =
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
  const LATER =
    'Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs';
  const EQUALS = 'Template error: every Fn::Equals object requires a list of 2 string parameters.';

  test.each<[string, object, string]>([
    ['a join of a text', tagged({ 'Fn::Join': ['', 'abc'] }), JOIN],
    [
      'a choice by no condition',
      tagged({ 'Fn::If': [{ Ref: 'AWS::Region' }, 'a', 'b'] }),
      'Template error: Fn::If requires a list argument with the first element being a condition',
    ],
    [
      'a choice of one',
      tagged({ 'Fn::If': ['Never', 'a'] }, { Conditions: NEVER }),
      'Template error: Fn::If requires a list argument with three elements: a condition name and the two values',
    ],
    [
      'an import by a list',
      tagged({ 'Fn::ImportValue': ['x'] }),
      'Template error: the attribute in Fn::ImportValue must be a string or a function that returns a string',
    ],
    [
      'an import by a resource',
      {
        Resources: {
          ...Resources,
          S: subnet({ CidrBlock: { 'Fn::ImportValue': { Ref: 'Vpc' } } }),
        },
      },
      LATER,
    ],
    [
      'an import by a zone',
      tagged({ 'Fn::ImportValue': { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }),
      LATER,
    ],
    [
      'a list that is referred to',
      tagged({ Ref: ['a'] }),
      'Template error: All References must be of type string',
    ],
    [
      'Fn::Length without its transform',
      tagged({ 'Fn::Length': ['a'] }),
      'Template error: Encountered unsupported function: Fn::Length',
    ],
    [
      'a default without its transform',
      tagged(
        { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 'c' }] },
        { Mappings: { M: { a: { b: 'c' } } } },
      ),
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    ],
    ['one operand', { Resources, Conditions: { C: { 'Fn::Equals': ['a'] } } }, EQUALS],
    [
      'a list that is compared',
      {
        Resources,
        Parameters: { List: { Type: 'CommaDelimitedList', Default: 'a,b' } },
        Conditions: { C: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'List' }, ''] }] } },
      },
      EQUALS,
    ],
    [
      'an And of one',
      { Resources, Conditions: { ...NEVER, C: { 'Fn::And': [{ Condition: 'Never' }] } } },
      'Template error: every Fn::And object requires a list of atleast 2 and atmost 10 boolean parameters.',
    ],
    [
      'a mapping in a mapping',
      { Resources, Mappings: { M: { a: { b: { c: 'd' } } } } },
      'Template format error: Every Mappings attribute must be a String or a List.',
    ],
    [
      'a mapping of one level',
      { Resources, Mappings: { M: { A: 'b' } } },
      'Template format error: Every Mappings member A must be a map',
    ],
    [
      'a mapped null',
      { Resources, Mappings: { M: { a: { b: null } } } },
      "[/Mappings/M/a/b] 'null' values are not allowed in templates",
    ],
    [
      'a mapped name with dots',
      { Resources, Mappings: { M: { a: { 'v1.1': 'x' } } } },
      "Template format error: Mappings attribute name 'v1.1' must contain only alphanumeric characters.",
    ],
    [
      'a description of 1025 bytes',
      { Resources, Description: `${'x'.repeat(1_023)}é` },
      "Template format error: 'Description' length is greater than 1024.",
    ],
    [
      'a list for an output',
      output([{ Ref: 'Vpc' }]),
      'Template format error: The Value field of every Outputs member must evaluate to a String and not a List.',
    ],
    [
      'an object for an output',
      output({ a: 'b' }),
      'Template format error: The Value field of every Outputs member must evaluate to a String and not a Map.',
    ],
    [
      'null for an output',
      output(null),
      "[/Outputs/Out/Value] 'null' values are not allowed in templates",
    ],
    [
      'nothing for an output',
      output(undefined),
      'Template format error: Every Outputs member must contain a Value object',
    ],
    [
      'an export by a resource',
      output('a', { Export: { Name: { 'Fn::Sub': '${Vpc}-id' } } }),
      'Template format error: Output Out is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.',
    ],
    [
      'a member that resources do not have',
      { Resources: { Vpc: { ...vpc(), Invalid: 1 } } },
      "Invalid template resource property 'Invalid'",
    ],
    [
      'Version of a resource that is not custom',
      { Resources: { Vpc: { ...vpc(), Version: '1.0' } } },
      "Invalid template resource property 'Version'",
    ],
  ])('%s is refused by ValidateTemplate and CreateStack', async (_name, template, message) => {
    expect(await refusal('ValidateTemplate', template)).toBe(message);
    expect(await refusal('CreateStack', template)).toBe(message);
  });
});

describe('what parameters and conditions decide', () => {
  const exported = (Name: unknown): object => ({ Value: 'x', Export: { Name } });

  test.each<[string, object, string]>([
    [
      'a key that is not mapped',
      tagged(
        { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'b'] },
        { Mappings: { M: { a: { b: 'c' } } } },
      ),
      'Template error: Unable to get mapping for M::us-east-1::b',
    ],
    [
      'an index out of the list',
      tagged({ 'Fn::Select': [2, { 'Fn::Split': [',', 'a,b'] }] }),
      'Template error: Fn::Select cannot select nonexistent value at index 2',
    ],
    [
      'a reference to what is not made',
      {
        Conditions: NEVER,
        Resources: { A: { ...vpc(), Condition: 'Never' }, S: subnet({ VpcId: { Ref: 'A' } }) },
      },
      'Template format error: Unresolved resource dependencies [A] in the Resources block of the template',
    ],
    [
      'an output of what is not made',
      {
        Conditions: NEVER,
        Resources: { ...Resources, A: { ...vpc(), Condition: 'Never' } },
        Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'CidrBlock'] } } },
      },
      'Template format error: Unresolved resource dependencies [A] in the Outputs block of the template',
    ],
    [
      'a name that is exported twice',
      {
        Resources,
        Outputs: { A: exported('n'), B: exported({ 'Fn::Sub': 'n' }), C: exported('m') },
      },
      'Template format error: The Outputs section contains duplicate Export names: [n]. Specify a unique name for each export.',
    ],
    [
      'an export with a space',
      { Resources, Outputs: { A: exported('a b') } },
      'Template format error: Output A is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
    ],
  ])('%s is refused by CreateStack, and not before', async (_name, template, message) => {
    expect(await refusal('ValidateTemplate', template)).toBe('taken');
    expect(await refusal('CreateStack', template)).toBe(message);
  });

  test('what stands in a branch that is not taken is not looked at', async () => {
    const notTaken = { 'Fn::If': ['Never', { Ref: 'A' }, 'b'] };
    const template = tagged(notTaken, { Conditions: NEVER });
    const A = { ...vpc(), Condition: 'Never' };
    const all = { ...template, Resources: { ...Resources, A, B: { ...vpc(), DependsOn: 'A' } } };
    expect(await refusal('CreateStack', all)).toBe('taken');
  });
});

test('an index out of the zones fails the resource, as on AWS', async () => {
  const harness = new Harness();
  const AvailabilityZone = { 'Fn::Select': [9, { 'Fn::GetAZs': '' }] };
  const template = { Resources: { Vpc: vpc(), Subnet: subnet({ AvailabilityZone }) } };
  const stack = await harness.create('net', template);
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  const failed = (await harness.events('net')).find(
    ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
  );
  expect(failed).toMatchObject({
    LogicalResourceId: 'Subnet',
    ResourceStatusReason: 'Template error: Fn::Select cannot select nonexistent value at index 9',
  });
});

test('a parameter of SSM that is not there is told in CloudFormation’s words', async () => {
  const harness = new Harness();
  const TemplateBody = JSON.stringify(tagged('{{resolve:ssm:/none}}'));
  const name = { StackName: 'a', ChangeSetName: 'b' };
  await harness.call('CreateChangeSet', { ...name, ChangeSetType: 'CREATE', TemplateBody });
  expect(await harness.call('DescribeChangeSet', name)).toMatchObject({
    Status: 'FAILED',
    StatusReason: 'Unable to fetch parameters [/none] from parameter store for this account.',
  });
});
