import type { DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '@understudy/wire';
import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { network, subnet, vpc } from './testing/templates.ts';

describe('creating a stack', () => {
  test('makes resources in the order of their references and tells it in AWS’s events', async () => {
    const harness = new Harness();
    const stack = await harness.create('net', {
      ...network,
      Outputs: { VpcId: { Value: { Ref: 'Vpc' }, Description: 'the network' } },
    });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(stack.Outputs).toEqual([
      { OutputKey: 'VpcId', OutputValue: 'Vpc-1', Description: 'the network' },
    ]);
    expect(harness.world.calls[1]).toMatchObject({
      logicalId: 'Subnet',
      properties: { VpcId: 'Vpc-1' },
    });
    expect(await harness.eventLog('net')).toEqual([
      'net CREATE_IN_PROGRESS',
      'Vpc CREATE_IN_PROGRESS',
      'Vpc CREATE_IN_PROGRESS',
      'Vpc CREATE_COMPLETE',
      'Subnet CREATE_IN_PROGRESS',
      'Subnet CREATE_IN_PROGRESS',
      'Subnet CREATE_COMPLETE',
      'net CREATE_COMPLETE',
    ]);
    const [first] = await harness.events('net');
    expect(first).toMatchObject({
      ResourceType: 'AWS::CloudFormation::Stack',
      PhysicalResourceId: stack.StackId,
      ResourceStatusReason: 'User Initiated',
    });
  });

  test('works on many resources at a time, but not on more than the bound', async () => {
    const harness = new Harness();
    const resources = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`Vpc${index}`, vpc()]),
    );
    await harness.create('many', { Resources: resources });
    expect(harness.world.parallelMax).toBe(16);
  });

  test('rolls back what was made, in reverse, when a resource fails, and cancels its siblings', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Subnet', 'The CIDR is taken');
    harness.world.durations.set('create Slow', 60_000);
    const stack = await harness.create('net', {
      Resources: { ...network.Resources, Slow: { ...vpc(), DependsOn: 'Vpc' } },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(harness.world.live.size).toBe(0);
    const reasons = Object.fromEntries(
      (await harness.events('net'))
        .filter((event) => event.ResourceStatusReason !== undefined)
        .map((event) => [`${event.LogicalResourceId} ${event.ResourceStatus}`, event]),
    );
    expect(reasons['Subnet CREATE_FAILED']?.ResourceStatusReason).toBe('The CIDR is taken');
    expect(reasons['Slow CREATE_FAILED']?.ResourceStatusReason).toBe('Resource creation cancelled');
    expect(reasons['net ROLLBACK_IN_PROGRESS']?.ResourceStatusReason).toBe(
      'The following resource(s) failed to create: [Slow, Subnet]. Rollback requested by user.',
    );
  });

  test('tells what a service refuses in the frame of AWS’s handlers, without secrets', async () => {
    const harness = new Harness();
    const message = "The vpc ID 'topsecret' does not exist";
    harness.world.refusals.set(
      'create Vpc',
      new AwsError({ code: 'InvalidVpcID.NotFound', message }),
    );
    const Parameters = { Secret: { Type: 'String', NoEcho: true, Default: 'topsecret' } };
    await harness.create('net', { Parameters, Resources: { Vpc: vpc() } });
    const failed = (await harness.events('net')).find(
      ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: "The vpc ID '\*\*\*\*' does not exist \(Service: Ec2, Status Code: 400, Request ID: [-0-9a-f]{36}\)" \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: NotFound\)$/,
    );
  });

  test('ends in ROLLBACK_FAILED when what was made cannot be removed', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Subnet', 'no');
    harness.world.failures.set('remove Vpc', 'it is in use');
    const stack = await harness.create('net', network);
    expect(stack.StackStatus).toBe('ROLLBACK_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to delete: [Vpc]. ');
  });

  test('leaves everything as it failed when rollback is disabled, and a later update finishes it', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Subnet', 'no');
    const failed = await harness.create('net', network, { DisableRollback: true });
    expect(failed.StackStatus).toBe('CREATE_FAILED');
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1']);
    harness.world.failures.clear();
    const stack = await harness.update('net', network);
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-3']);
  });

  test('deletes the stack on failure when asked to', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Vpc', 'no');
    const stack = await harness.create('net', network, { OnFailure: 'DELETE' });
    expect(stack.StackStatus).toBe('DELETE_COMPLETE');
  });

  test('rolls back when the stack’s time is over', async () => {
    const harness = new Harness();
    harness.world.durations.set('create Vpc', 90_000);
    const stack = await harness.create('net', network, { TimeoutInMinutes: 1 });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const events = await harness.events('net');
    expect(
      events.find((event) => event.ResourceStatus === 'ROLLBACK_IN_PROGRESS')?.ResourceStatusReason,
    ).toBe('Stack creation time exceeded the specified timeout. Rollback requested by user.');
  });

  test('keeps what DeletionPolicy Retain keeps, also in a rollback, and removes RetainExceptOnCreate', async () => {
    const harness = new Harness();
    harness.world.failures.set('create Last', 'no');
    const stack = await harness.create('net', {
      Resources: {
        Kept: { ...vpc(), DeletionPolicy: 'Retain' },
        Gone: { ...vpc(), DeletionPolicy: 'RetainExceptOnCreate' },
        Last: { ...vpc(), DependsOn: ['Kept', 'Gone'] },
      },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect([...harness.world.live.keys()]).toEqual(['Kept-1']);
    expect(await harness.eventLog('net')).toContain('Kept DELETE_SKIPPED');
  });

  test('validates every property before it makes anything', async () => {
    const harness = new Harness();
    const stack = await harness.create('net', {
      Resources: { Vpc: vpc(), Subnet: subnet({ CidrBlok: 'x' }) },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(harness.world.calls).toEqual([]);
    const failed = (await harness.events('net')).find(
      (event) => event.ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed).toMatchObject({
      LogicalResourceId: 'Subnet',
      ResourceStatusReason:
        'Properties validation failed for resource Subnet with message:\n#: Encountered unsupported property CidrBlok; did you mean CidrBlock?',
    });
  });

  test('lists properties that it accepted without effect', async () => {
    const harness = new Harness();
    harness.world.support['AWS::EC2::VPC'] = { EnableDnsSupport: { inert: 'no resolver' } };
    await harness.create('net', { Resources: { Vpc: vpc({ EnableDnsSupport: 'true' }) } });
    expect(harness.service.acceptedWithoutEffect()).toEqual([
      {
        stackName: 'net',
        logicalId: 'Vpc',
        type: 'AWS::EC2::VPC',
        property: 'EnableDnsSupport',
        reason: 'no resolver',
      },
    ]);
    await harness.delete('net');
    expect(harness.service.acceptedWithoutEffect()).toEqual([]);
  });

  test.each([
    [
      { Resources: { X: { Type: 'AWS::Nope::Nope' } } },
      'Unrecognized resource types: [AWS::Nope::Nope]',
    ],
    [
      { Resources: { A: subnet({ VpcId: { Ref: 'B' } }), B: subnet({ VpcId: { Ref: 'A' } }) } },
      'Circular dependency between resources: [A, B]',
    ],
    [
      { Resources: { Subnet: subnet() } },
      'Unresolved resource dependencies [Vpc] in the Resources',
    ],
    [
      { Resources: { Vpc: vpc(), S: subnet({ CidrBlock: { 'Fn::GetAtt': ['Vpc', 'Nope'] } }) } },
      'resource Vpc does not support attribute type Nope in Fn::GetAtt',
    ],
    [
      { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x' } } } },
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
    [{ Resources: {} }, 'At least one Resources member must be defined.'],
  ])('refuses %j at once', async (template, message) => {
    const harness = new Harness();
    await expect(harness.create('bad', template)).rejects.toThrow(message);
    await expect(harness.stack('bad')).rejects.toThrow('Stack with id bad does not exist');
  });

  test('needs no type of a resource whose condition does not hold', async () => {
    const template = {
      Parameters: { Encrypted: { Type: 'String', Default: 'no' } },
      Conditions: { IsEncrypted: { 'Fn::Equals': [{ Ref: 'Encrypted' }, 'yes'] } },
      Resources: { Vpc: vpc(), Key: { Type: 'AWS::KMS::Key', Condition: 'IsEncrypted' } },
    };
    const harness = new Harness();
    await harness.create('net', template);
    expect(harness.world.log).toEqual(['create Vpc']);
    const Parameters = [{ ParameterKey: 'Encrypted', ParameterValue: 'yes' }];
    await expect(harness.create('secret', template, { Parameters })).rejects.toThrow(
      'Unrecognized resource types: [AWS::KMS::Key]',
    );
  });

  test('answers a repeated request with the same stack, and refuses another of the name', async () => {
    const harness = new Harness();
    const input = {
      StackName: 'net',
      TemplateBody: JSON.stringify(network),
      ClientRequestToken: 'one',
    };
    const first = await harness.call('CreateStack', input);
    expect(await harness.call('CreateStack', input)).toEqual(first);
    await expect(
      harness.call('CreateStack', { ...input, ClientRequestToken: 'two' }),
    ).rejects.toMatchObject({ code: 'AlreadyExistsException' });
    await harness.finished('net');
    expect(harness.world.log).toEqual(['create Vpc', 'create Subnet']);
  });

  test('its events are told newest first, a hundred a page, each once', async () => {
    const harness = new Harness();
    const names = Array.from({ length: 60 }, (_, index) => `Vpc${index}`);
    await harness.create('net', {
      Resources: Object.fromEntries(names.map((name) => [name, vpc()])),
    });
    const page = async (token?: string): Promise<DescribeStackEventsOutput> =>
      await harness.call('DescribeStackEvents', {
        StackName: 'net',
        ...(token === undefined ? {} : { NextToken: token }),
      });
    const first = await page();
    const second = await page(first.NextToken);
    expect([first.StackEvents?.length, second.NextToken]).toEqual([100, undefined]);
    const events = [...(first.StackEvents ?? []), ...(second.StackEvents ?? [])];
    const isLast = { LogicalResourceId: 'net', ResourceStatus: 'CREATE_COMPLETE' };
    expect(events[0]).toMatchObject(isLast);
    expect(events.at(-1)).toMatchObject({ LogicalResourceId: 'net' });
    expect(new Set(events.map(({ EventId: id }) => id)).size).toBe(events.length);
    const completed = events.filter(({ ResourceStatus: status }) => status === 'CREATE_COMPLETE');
    expect(completed).toHaveLength(names.length + 1);
  });

  test.each(['DescribeStacks', 'DescribeStackEvents', 'ListStackResources'])(
    'takes no token of %s that it did not give',
    async (operation) => {
      const harness = new Harness();
      await harness.create('net', network);
      const about = operation === 'DescribeStacks' ? {} : { StackName: 'net' };
      await expect(harness.call(operation, { ...about, NextToken: 'x' })).rejects.toMatchObject({
        code: 'ValidationError',
        message: 'Invalid NextToken: x',
      });
    },
  );

  test('passes stack tags to resources that take tags', async () => {
    const harness = new Harness();
    await harness.create(
      'net',
      { Resources: { Vpc: vpc({ Tags: [{ Key: 'a', Value: 'own' }] }) } },
      {
        Tags: [
          { Key: 'a', Value: 'stack' },
          { Key: 'b', Value: 'stack' },
        ],
      },
    );
    expect(harness.world.calls[0]?.properties['Tags']).toEqual([
      { Key: 'a', Value: 'own' },
      { Key: 'b', Value: 'stack' },
    ]);
  });

  test('tells what happens to whoever listens', async () => {
    const harness = new Harness();
    await harness.create('net', { Resources: { Vpc: vpc() } });
    expect(harness.notices.at(-1)).toEqual({
      stackName: 'net',
      region: 'us-east-1',
      logicalId: 'net',
      type: 'AWS::CloudFormation::Stack',
      status: 'CREATE_COMPLETE',
      reason: '',
    });
  });
});
