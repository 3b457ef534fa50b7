import { AwsError } from '@understudy/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { vpc } from './testing/templates.ts';

const NAMES = [
  ...['Ref', 'Condition', 'Fn::And', 'Fn::Base64', 'Fn::Cidr', 'Fn::Equals', 'Fn::FindInMap'],
  ...['Fn::ForEach::X', 'Fn::GetAZs', 'Fn::GetAtt', 'Fn::GetStackOutput', 'Fn::If', 'Fn::Not'],
  ...['Fn::ImportValue', 'Fn::Join', 'Fn::Length', 'Fn::Or', 'Fn::Select', 'Fn::Split', 'Fn::Sub'],
  ...['Fn::ToJsonString', 'Fn::Transform', 'Name', 'Value', 'Type', 'Export', '__proto__'],
];

/** Whatever may stand anywhere in a template. */
const { part } = fc.letrec((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(
      'Vpc',
      'P',
      'C',
      'M',
      '${Vpc.CidrBlock}',
      '{{resolve:ssm:/a}}',
      'AWS::EC2::VPC',
    ),
    fc.array(tie('part'), { maxLength: 4 }),
    fc.tuple(fc.constantFrom(...NAMES), tie('part')).map(([name, inner]) => ({ [name]: inner })),
  ),
}));

/** A template that is right, and the places in it. */
const RIGHT = {
  Parameters: { P: { Type: 'String', Default: 'a' } },
  Mappings: { M: { a: { b: 'c' } } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] } },
  Rules: { R: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'a'] } }] } },
  Resources: { Vpc: vpc({ Tags: [{ Key: 'a', Value: { Ref: 'P' } }] }) },
  Outputs: { O: { Value: { Ref: 'Vpc' }, Export: { Name: 'n' } } },
};
const PLACES = [
  ...['Description', 'Transform', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Rules'],
  ...['Resources', 'Outputs', 'Parameters.P', 'Parameters.P.Type', 'Parameters.P.Default'],
  ...['Parameters.P.AllowedValues', 'Parameters.P.AllowedPattern', 'Parameters.P.MinLength'],
  ...['Mappings.M', 'Mappings.M.a', 'Mappings.M.a.b', 'Conditions.C', 'Rules.R', 'Outputs.O'],
  ...['Rules.R.Assertions', 'Rules.R.RuleCondition', 'Resources.Vpc', 'Resources.Vpc.Type'],
  ...['Resources.Vpc.Properties', 'Resources.Vpc.Properties.CidrBlock', 'Resources.Vpc.Condition'],
  ...['Resources.Vpc.Properties.Tags', 'Resources.Vpc.DependsOn', 'Resources.Vpc.DeletionPolicy'],
  ...['Resources.Vpc.CreationPolicy', 'Resources.Vpc.UpdatePolicy', 'Resources.Vpc.Metadata'],
  ...['Outputs.O.Value', 'Outputs.O.Export', 'Outputs.O.Export.Name', 'Outputs.O.Condition'],
];

function withPart(place: string, value: unknown): string {
  const template = structuredClone(RIGHT) as Record<string, unknown>;
  const names = place.split('.');
  const last = names.pop() ?? '';
  let inner: Record<string, unknown> = template;
  for (const name of names) inner = inner[name] as Record<string, unknown>;
  inner[last] = value;
  return JSON.stringify(template);
}

test('any template is taken, or refused by an error of AWS’s', async () => {
  const calls = {
    ValidateTemplate: {},
    GetTemplateSummary: {},
    CreateStack: { StackName: 'a' },
    CreateChangeSet: { StackName: 'a', ChangeSetName: 'a', ChangeSetType: 'CREATE' },
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PLACES), part, async (place, value) => {
      const TemplateBody = withPart(place, value);
      for (const [operation, input] of Object.entries(calls)) {
        const harness = new Harness();
        const answer = await harness
          .call(operation, { ...input, TemplateBody, Capabilities: ['CAPABILITY_AUTO_EXPAND'] })
          .catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(AwsError);
      }
    }),
    { numRuns: 300 },
  );
});
