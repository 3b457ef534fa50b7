import type {
  DescribeChangeSetOutput,
  DescribeEventsOutput,
  DescribeStackEventsOutput,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';

const template = (cidr: string, more: object = {}): object => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr, ...more } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' },
    },
  },
});

async function createChangeSet(
  harness: Harness,
  type: 'CREATE' | 'UPDATE',
  body: object,
): Promise<DescribeChangeSetOutput> {
  const { Id: id } = await harness.call<{ Id: string }>('CreateChangeSet', {
    StackName: 'net',
    ChangeSetName: 'set',
    ChangeSetType: type,
    TemplateBody: JSON.stringify(body),
  });
  return harness.call('DescribeChangeSet', { ChangeSetName: id, IncludePropertyValues: true });
}

describe('a change set', () => {
  test('creates a stack: under review first, then executed', async () => {
    const harness = new Harness();
    const changeSet = await createChangeSet(harness, 'CREATE', template('10.0.0.0/16'));
    expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(changeSet.Changes?.map((change) => change.ResourceChange?.Action)).toEqual([
      'Add',
      'Add',
    ]);
    expect((await harness.stack('net')).StackStatus).toBe('REVIEW_IN_PROGRESS');
    expect(await harness.call('GetTemplate', { StackName: 'net' })).toMatchObject({
      TemplateBody: '{}',
    });
    await harness.call('ExecuteChangeSet', { StackName: 'net', ChangeSetName: 'set' });
    expect((await harness.finished('net')).StackStatus).toBe('CREATE_COMPLETE');
    await expect(
      harness.call('DescribeChangeSet', { StackName: 'net', ChangeSetName: 'set' }),
    ).rejects.toMatchObject({ code: 'ChangeSetNotFound' });
  });

  test('tells replacement, and what depends on the replaced', async () => {
    const harness = new Harness();
    await harness.create('net', template('10.0.0.0/16'));
    const { Changes: changes } = await createChangeSet(harness, 'UPDATE', template('10.9.0.0/16'));
    expect(changes?.map((change) => change.ResourceChange)).toMatchObject([
      {
        Action: 'Modify',
        LogicalResourceId: 'Vpc',
        PhysicalResourceId: 'Vpc-1',
        Replacement: 'True',
        PolicyAction: 'ReplaceAndDelete',
        Scope: ['Properties'],
        Details: [
          {
            Target: {
              Name: 'CidrBlock',
              RequiresRecreation: 'Always',
              BeforeValue: '10.0.0.0/16',
              AfterValue: '10.9.0.0/16',
            },
          },
        ],
      },
      {
        LogicalResourceId: 'Subnet',
        Replacement: 'True',
        Details: [{ Target: { AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}' } }],
      },
    ]);
  });

  test('tells a change in place and a removal', async () => {
    const harness = new Harness();
    await harness.create('net', template('10.0.0.0/16'));
    const { Changes: changes } = await createChangeSet(harness, 'UPDATE', {
      Resources: {
        Vpc: {
          Type: 'AWS::EC2::VPC',
          Properties: { CidrBlock: '10.0.0.0/16', EnableDnsSupport: 'false' },
        },
      },
    });
    expect(changes?.map((change) => change.ResourceChange)).toMatchObject([
      { Action: 'Modify', LogicalResourceId: 'Vpc', Replacement: 'False' },
      { Action: 'Remove', LogicalResourceId: 'Subnet', PolicyAction: 'Delete' },
    ]);
  });

  test('fails when nothing changes, in the words that clients match', async () => {
    const harness = new Harness();
    await harness.create('net', template('10.0.0.0/16'));
    const changeSet = await createChangeSet(harness, 'UPDATE', template('10.0.0.0/16'));
    expect(changeSet).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    await expect(
      harness.call('ExecuteChangeSet', { StackName: 'net', ChangeSetName: 'set' }),
    ).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  test('fails by early validation on a bad property, and DescribeEvents says which', async () => {
    const harness = new Harness();
    const changeSet = await createChangeSet(
      harness,
      'CREATE',
      template('10.0.0.0/16', { Cidr: 1 }),
    );
    expect(changeSet.Status).toBe('FAILED');
    expect(changeSet.StatusReason).toContain('AWS::EarlyValidation');
    const { OperationEvents: events } = await harness.call<DescribeEventsOutput>('DescribeEvents', {
      StackName: 'net',
      ChangeSetName: 'set',
      Filters: { FailedEvents: true },
    });
    expect(events).toMatchObject([
      {
        EventType: 'VALIDATION_ERROR',
        LogicalResourceId: 'Vpc',
        ValidationPath: '/Resources/Vpc/Properties',
        ValidationStatusReason: expect.stringContaining('unsupported property Cidr') as string,
      },
    ]);
    expect(harness.world.calls).toEqual([]);
  });

  test('is deleted, also when there is none', async () => {
    const harness = new Harness();
    await createChangeSet(harness, 'CREATE', template('10.0.0.0/16'));
    const named = { StackName: 'net', ChangeSetName: 'set' };
    await harness.call('DeleteChangeSet', named);
    await harness.call('DeleteChangeSet', named);
    await expect(harness.call('DescribeChangeSet', named)).rejects.toThrow(
      'ChangeSet [set] does not exist',
    );
    expect(await harness.call('ListChangeSets', { StackName: 'net' })).toEqual({ Summaries: [] });
  });

  test('is refused for a stack that does not exist, or exists already', async () => {
    const harness = new Harness();
    await expect(createChangeSet(harness, 'UPDATE', template('10.0.0.0/16'))).rejects.toThrow(
      'Stack [net] does not exist',
    );
    await harness.create('net', template('10.0.0.0/16'));
    await expect(createChangeSet(harness, 'CREATE', template('10.0.0.0/16'))).rejects.toThrow(
      'Stack [net] already exists and cannot be created again with the changeSet [set].',
    );
  });
});

describe('reading', () => {
  test('gives the template as it was submitted, also as YAML', async () => {
    const harness = new Harness();
    const body = 'Resources:\n  Vpc: # a comment\n    Type: AWS::EC2::VPC\n';
    await harness.call('CreateStack', { StackName: 'net', TemplateBody: body });
    await harness.finished('net');
    for (const stage of ['Original', 'Processed', undefined])
      expect(await harness.call('GetTemplate', { StackName: 'net', TemplateStage: stage })).toEqual(
        { TemplateBody: body, StagesAvailable: ['Original', 'Processed'] },
      );
    await expect(
      harness.call('GetTemplate', { StackName: 'net', TemplateStage: 'Planned' }),
    ).rejects.toThrow("Value 'Planned' at 'templateStage' failed to satisfy constraint");
  });

  test('reads a template from a URL', async () => {
    const harness = new Harness();
    const url = 'http://127.0.0.1/bucket/template.json';
    harness.urls.set(url, JSON.stringify(template('10.0.0.0/16')));
    await harness.call('CreateStack', { StackName: 'net', TemplateURL: url });
    expect((await harness.finished('net')).StackStatus).toBe('CREATE_COMPLETE');
  });

  test('pages events newest first without losing or repeating one', async () => {
    const harness = new Harness();
    const resources = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`Vpc${index}`, { Type: 'AWS::EC2::VPC' }]),
    );
    await harness.create('many', { Resources: resources });
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const answer: DescribeStackEventsOutput = await harness.call('DescribeStackEvents', {
        StackName: 'many',
        ...(token === undefined ? {} : { NextToken: token }),
      });
      seen.push(...(answer.StackEvents ?? []).map((event) => event.EventId ?? ''));
      token = answer.NextToken;
    } while (token !== undefined);
    expect(seen).toHaveLength(152);
    expect(new Set(seen).size).toBe(152);
  });

  test('summarizes and validates a template', async () => {
    const harness = new Harness();
    const body = JSON.stringify({
      Description: 'd',
      Parameters: { P: { Type: 'String', Default: 'x', AllowedValues: ['x'] } },
      Resources: { Role: { Type: 'AWS::IAM::Role' }, Vpc: { Type: 'AWS::EC2::VPC' } },
    });
    expect(await harness.call('GetTemplateSummary', { TemplateBody: body })).toMatchObject({
      Description: 'd',
      Capabilities: ['CAPABILITY_IAM'],
      ResourceTypes: ['AWS::IAM::Role', 'AWS::EC2::VPC'],
      Parameters: [{ ParameterKey: 'P', ParameterConstraints: { AllowedValues: ['x'] } }],
    });
    await expect(
      harness.call('ValidateTemplate', { TemplateBody: '{"Resources":{}}' }),
    ).rejects.toThrow('At least one Resources member must be defined.');
  });

  test('lists stacks and exports by region', async () => {
    const harness = new Harness();
    await harness.create('net', {
      ...template('10.0.0.0/16'),
      Outputs: { A: { Value: 'v', Export: { Name: 'e' } } },
    });
    expect(await harness.call('ListExports', {})).toMatchObject({
      Exports: [{ Name: 'e', Value: 'v' }],
    });
    expect(
      await harness.call('ListStacks', { StackStatusFilter: ['CREATE_COMPLETE'] }),
    ).toMatchObject({ StackSummaries: [{ StackName: 'net' }] });
    expect(await harness.call('ListStacks', {}, 'eu-west-1')).toEqual({ StackSummaries: [] });
  });

  test.each([
    ['CreateStack', { StackName: '1x', TemplateBody: '{}' }, 'must satisfy regular expression'],
    ['CreateStack', { StackName: 'x' }, 'Either Template URL or Template Body must be specified.'],
    ['CreateStack', { StackName: 'x', NotificationARNs: ['a'] }, 'NotificationARNs'],
    ['CreateStack', { StackName: 'x', DeploymentConfig: { Mode: 'EXPRESS' } }, 'EXPRESS'],
    ['CreateStack', { StackName: 'x', TemplateBody: 'x'.repeat(51_201) }, '51200'],
    ['DescribeStackEvents', { StackName: 'x' }, 'Stack [x] does not exist'],
    ['DescribeStacks', { StackName: 'x' }, 'Stack with id x does not exist'],
    ['UpdateStack', { StackName: 'x' }, 'Stack with id x does not exist'],
    ['GetTemplate', { StackName: 'x' }, 'Stack with id x does not exist'],
    ['ExecuteChangeSet', { ChangeSetName: 'x' }, 'StackName must be specified'],
  ])('%s %j is refused', async (operation, input, message) => {
    await expect(new Harness().call(operation, input)).rejects.toThrow(message);
  });
});
