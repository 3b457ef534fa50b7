import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';

const vpc = (properties: object = {}): object => ({
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16', ...properties },
});
const subnet = (properties: object = {}): object => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', ...properties },
});
const network = { Resources: { Subnet: subnet(), Vpc: vpc() } };

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

  test('refuses a property that the handler refuses, with its text', async () => {
    const harness = new Harness();
    harness.world.support['AWS::EC2::VPC'] = { InstanceTenancy: { refused: 'no tenancy here' } };
    const stack = await harness.create('net', {
      Resources: { Vpc: vpc({ InstanceTenancy: 'default' }) },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await harness.events('net')).map((event) => event.ResourceStatusReason ?? '');
    expect(reasons.some((reason) => reason.includes('no tenancy here'))).toBe(true);
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

describe('updating a stack', () => {
  const changed = { Resources: { Vpc: vpc({ EnableDnsSupport: true }), Subnet: subnet() } };
  const replaced = { Resources: { Vpc: vpc({ CidrBlock: '10.9.0.0/16' }), Subnet: subnet() } };

  test('changes in place what can be changed in place, and touches nothing else', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    const stack = await harness.update('net', changed);
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(harness.world.log.slice(2)).toEqual(['update Vpc']);
  });

  test('replaces first, then what depends on it, and removes the old ones at the end', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    const stack = await harness.update('net', replaced);
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(harness.world.log.slice(2)).toEqual([
      'create Vpc',
      'create Subnet',
      'remove Subnet',
      'remove Vpc',
    ]);
    expect([...harness.world.live.keys()]).toEqual(['Vpc-3', 'Subnet-4']);
    const log = await harness.eventLog('net');
    expect(log.slice(-6)).toEqual([
      'net UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Subnet DELETE_IN_PROGRESS',
      'Subnet DELETE_COMPLETE',
      'Vpc DELETE_IN_PROGRESS',
      'Vpc DELETE_COMPLETE',
      'net UPDATE_COMPLETE',
    ]);
  });

  test('keeps the replaced one where UpdateReplacePolicy says so', async () => {
    const harness = new Harness();
    const keep = (cidr: string): object => ({
      Resources: { Vpc: { ...vpc({ CidrBlock: cidr }), UpdateReplacePolicy: 'Retain' } },
    });
    await harness.create('net', keep('10.0.0.0/16'));
    await harness.update('net', keep('10.1.0.0/16'));
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Vpc-2']);
  });

  test('removes what the template no longer has', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    await harness.update('net', { Resources: { Vpc: vpc() } });
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1']);
    const { StackResources: resources } = await harness.call<{ StackResources: unknown[] }>(
      'DescribeStackResources',
      { StackName: 'net' },
    );
    expect(resources).toHaveLength(1);
  });

  test('refuses an update that changes nothing', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    await expect(harness.update('net', network)).rejects.toThrow('No updates are to be performed.');
  });

  test('updates when only an output changes', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    const stack = await harness.update('net', { ...network, Outputs: { A: { Value: 'b' } } });
    expect(stack.Outputs).toEqual([{ OutputKey: 'A', OutputValue: 'b' }]);
    expect(harness.world.log).toHaveLength(2);
  });

  test('puts old properties back, and removes what was new, when a resource fails', async () => {
    const harness = new Harness();
    await harness.create('net', network, {});
    harness.world.failures.set('create Extra', 'quota');
    const stack = await harness.update('net', {
      Resources: {
        ...changed.Resources,
        More: vpc(),
        Extra: { ...vpc(), DependsOn: ['More', 'Vpc'] },
      },
      Outputs: { New: { Value: 'x' } },
    });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.Outputs).toEqual([]);
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2']);
    expect(harness.world.live.get('Vpc-1')?.properties).toEqual({ CidrBlock: '10.0.0.0/16' });
    const reasons = (await harness.events('net')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain('The following resource(s) failed to create: [Extra]. ');
    const { TemplateBody: body } = await harness.call<{ TemplateBody: string }>('GetTemplate', {
      StackName: 'net',
    });
    expect(JSON.parse(body)).toEqual(network);
    // The stack is whole again: the same update succeeds once the cause is gone.
    harness.world.failures.clear();
    expect((await harness.update('net', changed)).StackStatus).toBe('UPDATE_COMPLETE');
  });

  test('goes back to the old physical resource when a replacement’s dependant fails', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('create Subnet', 'no');
    const stack = await harness.update('net', replaced);
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2']);
    const { StackResources: resources } = await harness.call<{
      StackResources: { PhysicalResourceId: string; ResourceStatus: string }[];
    }>('DescribeStackResources', { StackName: 'net' });
    expect(resources.map((resource) => resource.PhysicalResourceId).sort()).toEqual([
      'Subnet-2',
      'Vpc-1',
    ]);
    expect(new Set(resources.map((resource) => resource.ResourceStatus))).toEqual(
      new Set(['UPDATE_COMPLETE']),
    );
  });

  test('ends in UPDATE_ROLLBACK_FAILED when putting back fails, and goes on when told to', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('update Vpc', 'stuck');
    const stack = await harness.update('net', changed);
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to update: [Vpc]. ');
    harness.world.failures.clear();
    await harness.call('ContinueUpdateRollback', { StackName: 'net' });
    expect((await harness.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('can skip a resource that cannot be put back', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('update Vpc', 'stuck');
    await harness.update('net', changed);
    await harness.call('ContinueUpdateRollback', { StackName: 'net', ResourcesToSkip: ['Vpc'] });
    expect((await harness.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('leaves a failed update as it is when rollback is disabled; RollbackStack puts it back', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('create Subnet', 'no');
    const failed = await harness.update('net', replaced, { DisableRollback: true });
    expect(failed.StackStatus).toBe('UPDATE_FAILED');
    await harness.call('RollbackStack', { StackName: 'net' });
    expect((await harness.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2']);
  });

  test('is finished by a second update after a failed one without rollback', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('create Subnet', 'no');
    await harness.update('net', replaced, { DisableRollback: true });
    harness.world.failures.clear();
    const stack = await harness.update('net', replaced, { DisableRollback: true });
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(harness.world.live.size).toBe(2);
    expect([...harness.world.live.keys()]).not.toContain('Vpc-1');
  });

  test('cancels and rolls back when told to', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.durations.set('update Vpc', 5_000);
    await harness.call('UpdateStack', {
      StackName: 'net',
      TemplateBody: JSON.stringify(changed),
    });
    await harness.deps.clock.advance(100);
    await harness.call('CancelUpdateStack', { StackName: 'net' });
    expect((await harness.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const reasons = (await harness.events('net')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain('Resource update cancelled');
  });

  test('refuses a second operation while one is underway', async () => {
    const harness = new Harness();
    await harness.call('CreateStack', {
      StackName: 'net',
      TemplateBody: JSON.stringify(network),
    });
    await expect(harness.update('net', changed)).rejects.toThrow(
      /^Stack:arn:.* is in CREATE_IN_PROGRESS state and can not be updated\.$/,
    );
    await harness.finished('net');
  });

  test('completes although what it replaced cannot be removed', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('remove Vpc', 'in use');
    const stack = await harness.update('net', replaced);
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await harness.eventLog('net')).toContain('Vpc DELETE_FAILED');
  });
});

describe('deleting a stack', () => {
  test('removes in reverse and still answers by ARN', async () => {
    const harness = new Harness();
    const { StackId: id = '' } = await harness.create('net', network);
    const stack = await harness.delete('net');
    expect(stack.StackStatus).toBe('DELETE_COMPLETE');
    expect(harness.world.log.slice(2)).toEqual(['remove Subnet', 'remove Vpc']);
    await expect(harness.stack('net')).rejects.toThrow('Stack with id net does not exist');
    expect((await harness.stack(id)).DeletionTime).toBeInstanceOf(Date);
    expect((await harness.eventLog(id)).at(-1)).toBe('net DELETE_COMPLETE');
  });

  test('fails on what cannot be removed, keeps what that needs, and can retain it the next time', async () => {
    const harness = new Harness();
    await harness.create('net', network);
    harness.world.failures.set('remove Subnet', 'it has an interface');
    const failed = await harness.delete('net');
    expect(failed.StackStatus).toBe('DELETE_FAILED');
    expect(failed.StackStatusReason).toBe('The following resource(s) failed to delete: [Subnet]. ');
    expect(harness.world.live.size).toBe(2);
    const stack = await harness.delete('net', { RetainResources: ['Subnet'] });
    expect(stack.StackStatus).toBe('DELETE_COMPLETE');
    expect([...harness.world.live.keys()]).toEqual(['Subnet-2']);
  });

  test('interrupts a creation', async () => {
    const harness = new Harness();
    harness.world.durations.set('create Subnet', 60_000);
    harness.world.early.add('Subnet');
    const { StackId: id } = await harness.call<{ StackId: string }>('CreateStack', {
      StackName: 'net',
      TemplateBody: JSON.stringify(network),
    });
    await harness.deps.clock.advance(100);
    await harness.call('DeleteStack', { StackName: 'net' });
    expect((await harness.finished(id)).StackStatus).toBe('DELETE_COMPLETE');
    expect(harness.world.live.size).toBe(0);
  });

  test('is refused under termination protection', async () => {
    const harness = new Harness();
    await harness.create('net', network, { EnableTerminationProtection: true });
    await expect(harness.delete('net')).rejects.toThrow(
      'Stack [net] cannot be deleted while TerminationProtection is enabled',
    );
    await harness.call('UpdateTerminationProtection', {
      StackName: 'net',
      EnableTerminationProtection: false,
    });
    expect((await harness.delete('net')).StackStatus).toBe('DELETE_COMPLETE');
  });

  test('succeeds when there is no such stack', async () => {
    await expect(new Harness().call('DeleteStack', { StackName: 'none' })).resolves.toEqual({});
  });
});

describe('values between stacks', () => {
  const exporter = {
    ...network,
    Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: 'net-id' } } },
  };
  const importer = {
    Resources: { Subnet: subnet({ VpcId: { 'Fn::ImportValue': 'net-id' } }) },
  };

  test('are imported by export name, which then cannot go', async () => {
    const harness = new Harness();
    await harness.create('one', exporter);
    await harness.create('two', importer);
    expect(harness.world.calls.at(-1)?.properties['VpcId']).toBe('Vpc-1');
    const failed = await harness.delete('one');
    expect(failed.StackStatusReason).toBe('Export net-id cannot be deleted as it is in use by two');
    expect(await harness.call('ListImports', { ExportName: 'net-id' })).toEqual({
      Imports: ['two'],
    });
  });

  test('cannot be exported twice under a name', async () => {
    const harness = new Harness();
    await harness.create('one', exporter);
    const stack = await harness.create('two', exporter);
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await harness.events('two')).map((event) => event.ResourceStatusReason ?? '');
    expect(
      reasons.some((r) => r.startsWith('Export with name net-id is already exported by stack one')),
    ).toBe(true);
  });

  test('fails on an export that does not exist', async () => {
    const harness = new Harness();
    await harness.create('two', importer);
    const reasons = (await harness.events('two')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain('No export named net-id found.');
  });

  test('are read from a stack of another region by Fn::GetStackOutput', async () => {
    const harness = new Harness();
    await harness.call(
      'CreateStack',
      { StackName: 'far', TemplateBody: JSON.stringify(exporter) },
      'ap-northeast-2',
    );
    await harness.finished('far', 'ap-northeast-2');
    const get = { StackName: 'far', Region: 'ap-northeast-2', OutputName: 'Id' };
    const reader = (argument: object): object => ({
      Resources: { Subnet: subnet({ VpcId: { 'Fn::GetStackOutput': argument } }) },
    });
    await harness.create('near', reader(get));
    expect(harness.world.calls.at(-1)?.properties['VpcId']).toBe('Vpc-1');
    const stack = await harness.create('lost', reader({ ...get, OutputName: 'Nope' }));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const reasons = (await harness.events('lost')).map((event) => event.ResourceStatusReason);
    expect(reasons).toContain(
      'Fn::GetStackOutput cannot find output Nope of stack far in region ap-northeast-2',
    );
  });
});

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
