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
