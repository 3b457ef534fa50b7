import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { vpc } from './testing/templates.ts';

describe('parameters', () => {
  const template = {
    Parameters: {
      Cidr: { Type: 'String', Default: '10.0.0.0/16' },
      Secret: { Type: 'String', NoEcho: true, Default: 'hush' },
      Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/ami' },
    },
    Resources: {
      Vpc: vpc({
        CidrBlock: { Ref: 'Cidr' },
        Tags: [{ Key: 'ami', Value: { Ref: 'Ami' } }],
      }),
    },
  };

  test('are shown with their defaults, resolved values and without secrets', async () => {
    const harness = new Harness();
    harness.parameters.set('/ami', 'ami-1');
    const stack = await harness.create('net', template);
    expect(stack.Parameters).toEqual([
      { ParameterKey: 'Cidr', ParameterValue: '10.0.0.0/16' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
      { ParameterKey: 'Ami', ParameterValue: '/ami', ResolvedValue: 'ami-1' },
    ]);
    expect(harness.world.calls[0]?.properties['Tags']).toEqual([{ Key: 'ami', Value: 'ami-1' }]);
  });

  test('keep their previous value when asked to', async () => {
    const harness = new Harness();
    harness.parameters.set('/ami', 'ami-1');
    await harness.create('net', template, {
      Parameters: [{ ParameterKey: 'Cidr', ParameterValue: '10.3.0.0/16' }],
    });
    await harness.call('UpdateStack', {
      StackName: 'net',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Cidr', UsePreviousValue: true }],
      Tags: [{ Key: 'new', Value: 'tag' }],
    });
    await harness.finished('net');
    expect(harness.world.calls.at(-1)?.properties['CidrBlock']).toBe('10.3.0.0/16');
  });

  test('fail when Parameter Store does not have one', async () => {
    await expect(new Harness().create('net', template)).rejects.toThrow(
      'Unable to fetch parameters [/ami] from parameter store for this account.',
    );
  });
});

describe('secrets', () => {
  const secret = 'correct horse "battery"';
  const template = (more: object = {}): object => ({
    Parameters: { Secret: { Type: 'String', NoEcho: true, Default: secret } },
    Resources: {
      Vpc: vpc({ Tags: [{ Key: 'secret', Value: { Ref: 'Secret' } }] }),
      Template: {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateData: {
            UserData: { 'Fn::Base64': { 'Fn::Sub': 'KEY=${Secret}' } },
            KeyName: { 'Fn::GetAtt': ['Vpc', 'VpcId'] },
          },
        },
      },
      ...more,
    },
    Outputs: { Shown: { Value: { Ref: 'Secret' } } },
  });

  async function shown(harness: Harness): Promise<string> {
    const calls = ['DescribeStackEvents', 'DescribeStackResources', 'DescribeEvents'];
    const answers = calls.map((name) => harness.call(name, { StackName: 'net' }));
    return JSON.stringify([await Promise.all(answers), harness.notices]);
  }
  const base64 = Buffer.from(`KEY=${secret}`).toString('base64');

  test('reach the resource, and neither an event nor a description', async () => {
    const harness = new Harness();
    const stack = await harness.create('net', template());
    expect(harness.world.calls[0]?.properties['Tags']).toEqual([{ Key: 'secret', Value: secret }]);
    const text = await shown(harness);
    expect(text).not.toContain('battery');
    expect(text).not.toContain(base64);
    expect(text).toContain(Buffer.from('KEY=****').toString('base64'));
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    expect(stack.Outputs?.[0]?.OutputValue).toBe(secret);
  });

  test('are not in the reason of a failure', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Vpc', `'${secret}' is no good`);
    await harness.create('net', template());
    const text = await shown(harness);
    expect(text).not.toContain('battery');
    expect(text).toContain("'****' is no good");
  });

  test('are in no change set, neither the old nor the new one', async () => {
    const harness = new Harness();
    await harness.create('net', template());
    await harness.call('CreateChangeSet', {
      StackName: 'net',
      ChangeSetName: 'next',
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'another battery' }],
    });
    const changes = await harness.call('DescribeChangeSet', {
      StackName: 'net',
      ChangeSetName: 'next',
      IncludePropertyValues: true,
    });
    expect(JSON.stringify(changes)).not.toContain('battery');
  });
});
