import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { subnet, vpc } from './testing/templates.ts';

const QUEUE = { Type: 'AWS::SQS::Queue' };
const TYPO = { Type: 'AWS::SQS::Qeue' };

/** What an operation answers, as a client prints it. */
async function answer(operation: string, template: object, harness = new Harness()) {
  const input = { TemplateBody: JSON.stringify(template) };
  const more = { StackName: 'a', ChangeSetName: 'a', ChangeSetType: 'CREATE' };
  const wanted = {
    ValidateTemplate: input,
    GetTemplateSummary: input,
    CreateStack: { ...input, StackName: 'a' },
    CreateChangeSet: { ...input, ...more },
  }[operation];
  return harness.call(operation, wanted ?? {}).then(
    () => 'taken',
    (error: unknown) => String(error),
  );
}

const MAKING = ['CreateStack', 'CreateChangeSet'];
const READING = ['ValidateTemplate', 'GetTemplateSummary'];

describe('types', () => {
  test.each(READING)('%s takes a type that AWS has', async (operation) => {
    expect(await answer(operation, { Resources: { Queue: QUEUE } })).toBe('taken');
  });

  test.each([...READING, ...MAKING])('%s takes a typing error for one', async (operation) => {
    expect(await answer(operation, { Resources: { Queue: TYPO } })).toBe(
      'ValidationError: Template format error: Unrecognized resource types: [AWS::SQS::Qeue]',
    );
  });

  test.each(MAKING)('%s says of each type whether AWS has it', async (operation) => {
    const template = { Resources: { Queue: QUEUE, Other: TYPO, Mine: { Type: 'Custom::Mine' } } };
    expect(await answer(operation, template)).toBe(
      'ValidationError: Template format error: Unrecognized resource types: [AWS::SQS::Qeue, AWS::SQS::Queue, Custom::Mine] (AWS has [AWS::SQS::Queue, Custom::Mine], Understudy does not provide them)',
    );
  });

  test('a policy and a version that AWS takes do not hide that a type is missing', async () => {
    const Database = { Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Snapshot' };
    const Mine = { Type: 'Custom::Mine', Version: '1.0', UpdateReplacePolicy: 'Retain' };
    const said = await answer('CreateStack', { Resources: { Database, Mine } });
    expect(said).toContain('[AWS::RDS::DBInstance, Custom::Mine] (AWS has them');
    expect(await answer('ValidateTemplate', { Resources: { Database, Mine } })).toBe('taken');
  });
});

describe('properties and values', () => {
  const refusing = (): Harness => {
    const harness = new Harness();
    harness.world.support['AWS::EC2::VPC'] = {
      InstanceTenancy: { except: { dedicated: { refused: 'no hardware of one’s own here' } } },
    };
    harness.world.support['AWS::EC2::Subnet'] = { OutpostArn: { refused: 'no outposts here' } };
    return harness;
  };
  const Resources = {
    Vpc: vpc({ InstanceTenancy: { Ref: 'Tenancy' } }),
    Subnet: subnet({ OutpostArn: 'arn', CidrBlock: '{{resolve:secretsmanager:cidr}}' }),
  };
  const template = {
    Parameters: { Tenancy: { Type: 'String', Default: 'dedicated' } },
    Resources: { ...Resources, Queue: QUEUE },
  };
  const LINES = [
    '[/Resources/Vpc/Properties/InstanceTenancy] no hardware of one’s own here',
    '[/Resources/Subnet/Properties/OutpostArn] no outposts here',
    "[/Resources/Subnet/Properties/CidrBlock] Dynamic references of service 'secretsmanager' are not available in this engine: {{resolve:secretsmanager:cidr}}",
  ];

  test.each(MAKING)('%s lists all that is not done here, by path, at once', async (operation) => {
    const harness = refusing();
    expect((await answer(operation, template, harness)).split('\n')).toEqual([
      'ValidationError: Template format error: Unrecognized resource types: [AWS::SQS::Queue] (AWS has them, Understudy does not provide them)',
      ...LINES,
      '[/Resources/Queue/Type] AWS has AWS::SQS::Queue, Understudy does not provide it',
    ]);
    expect(await answer(operation, { ...template, Resources }, harness)).toBe(
      ['ValidationError: Understudy does not do all that this template asks for', ...LINES].join(
        '\n',
      ),
    );
    await expect(harness.stack('a')).rejects.toThrow('Stack with id a does not exist');
    expect(harness.world.calls).toEqual([]);
  });

  test('an update is refused in the same way, and the stack stays as it is', async () => {
    const harness = refusing();
    await harness.create('net', { Resources: { Vpc: vpc() } });
    const asked = { Resources: { Vpc: vpc({ InstanceTenancy: 'dedicated' }) } };
    await expect(harness.update('net', asked)).rejects.toThrow('no hardware of one’s own here');
    expect((await harness.stack('net')).StackStatus).toBe('CREATE_COMPLETE');
  });

  test('what is not made because of a condition is not asked for', async () => {
    const harness = refusing();
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Subnet = { ...subnet({ OutpostArn: 'arn' }), Condition: 'Never' };
    const stack = await harness.create('net', { Conditions, Resources: { Vpc: vpc(), Subnet } });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('validation takes what AWS does', async () => {
    expect(await answer('ValidateTemplate', template, refusing())).toBe('taken');
  });
});
