import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { Random } from '@understudy/contract';
import { Aws } from '../../test/support/aws.ts';
import type { ExampleSite } from '../../test/support/site.ts';
import { pause } from '../support/engine.ts';
import { mutateBytes, mutateJson, pick } from '../support/mutate.ts';
import { Tally, type Verdict } from '../support/verdict.ts';

const TEMPLATE_BYTES_MAX = 51_200; // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const ANSWER_MS_MAX = 10_000;
/** Of so many one is not only looked at: it is made, and deleted again. */
const CREATED_EACH = 100;
const STACK_MS_MAX = 60_000;

/** Small enough to be made in an instant, with functions of all kinds in it. */
const SMALL = {
  Parameters: { Env: { Type: 'String', Default: 'a', AllowedPattern: '[a-z]+' } },
  Mappings: { Map: { a: { x: '1' } } },
  Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Env' }, 'a'] } },
  Resources: {
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: {
        Type: 'String',
        Value: {
          'Fn::Sub': ['${A}-${AWS::Region}', { A: { 'Fn::FindInMap': ['Map', 'a', 'x'] } }],
        },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Condition: 'Is',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      DependsOn: ['Parameter'],
      Properties: { GroupDescription: { 'Fn::Join': ['-', ['a', { Ref: 'Parameter' }]] } },
    },
  },
  Outputs: { Name: { Value: { Ref: 'Parameter' }, Condition: 'Is' } },
};

/** Broken templates: validated by the thousand, and some of them made. */
export async function mutateTemplates(
  site: ExampleSite,
  options: { random: Random; times: number },
): Promise<Verdict> {
  const { random, times } = options;
  const tally = new Tally();
  using aws = new Aws(site);
  const client = aws.client(CloudFormationClient, 'us-east-1');
  const originals = [SMALL, ...synthesized(site)];
  for (; tally.tried < times; tally.tried += 1) {
    const create = tally.tried % CREATED_EACH === 0;
    const body = brokenTemplate(random, create ? SMALL : pick(random, originals));
    await judged(tally, body, () =>
      client.send(new ValidateTemplateCommand({ TemplateBody: body }), {
        abortSignal: AbortSignal.timeout(ANSWER_MS_MAX),
      }),
    );
    if (create) await createAndDelete(client, tally, body);
  }
  return tally.verdict('mutated templates', 'templates');
}

function synthesized(site: ExampleSite): unknown[] {
  return globSync(path.join(site.state, 'deployment/cdk.out/*.template.json'))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => text.length < TEMPLATE_BYTES_MAX)
    .map((text): unknown => JSON.parse(text));
}

function brokenTemplate(random: Random, original: unknown): string {
  const text = JSON.stringify(random.next() < 0.8 ? mutateJson(random, original) : original);
  if (random.next() < 0.8) return text.slice(0, TEMPLATE_BYTES_MAX);
  return mutateBytes(random, Buffer.from(text), TEMPLATE_BYTES_MAX).toString('utf8');
}

/** Refused or taken, both are well; a failure of ours, or no answer, is not. */
async function judged(tally: Tally, body: string, call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    tally.count('accepted');
    return true;
  } catch (error) {
    const { name, message } = error as Error;
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    tally.count('refused');
    if (status === undefined || status >= 500)
      tally.fail(`${name} (${status ?? 'no answer'}): ${message}: ${body.slice(0, 400)}`);
    return false;
  }
}

async function createAndDelete(
  client: CloudFormationClient,
  tally: Tally,
  body: string,
): Promise<void> {
  const StackName = `soak-${tally.tried}`;
  const Capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] as (
    'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM'
  )[];
  const made = await judged(tally, body, () =>
    client.send(new CreateStackCommand({ StackName, TemplateBody: body, Capabilities })),
  );
  if (!made) return;
  const created = await endOf(client, StackName);
  tally.count(`stacks ${created}`);
  await client.send(new DeleteStackCommand({ StackName }));
  const deleted = await endOf(client, StackName);
  if (created === 'hangs' || deleted !== 'gone')
    tally.fail(`stack ${created}, then deletion ${deleted}: ${body.slice(0, 400)}`);
}

async function endOf(client: CloudFormationClient, StackName: string): Promise<string> {
  const deadlineMs = performance.now() + STACK_MS_MAX;
  while (performance.now() < deadlineMs) {
    const answer = await client
      .send(new DescribeStacksCommand({ StackName }))
      .catch(() => undefined);
    const status = answer?.Stacks?.[0]?.StackStatus;
    if (answer === undefined) return 'gone';
    if (status !== undefined && !status.endsWith('_IN_PROGRESS')) return status;
    await pause(20);
  }
  return 'hangs';
}
