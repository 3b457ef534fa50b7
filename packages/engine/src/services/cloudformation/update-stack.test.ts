import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { network, subnet, vpc } from './testing/templates.ts';

describe('updating a stack', () => {
  const changed = { Resources: { Vpc: vpc({ EnableDnsSupport: true }), Subnet: subnet() } };
  const replaced = { Resources: { Vpc: vpc({ CidrBlock: '10.9.0.0/16' }), Subnet: subnet() } };

  test('does not replace what keeps its own name', async () => {
    const harness = new Harness();
    const AssumeRolePolicyDocument = { Statement: [] };
    const role = (properties: object): object => ({
      Resources: {
        Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, ...properties } },
      },
    });
    const Capabilities = ['CAPABILITY_NAMED_IAM'];
    await harness.create('net', role({ RoleName: 'web' }), { Capabilities });
    const stack = await harness.update('net', role({ RoleName: 'web', Path: '/a/' }), {
      Capabilities,
    });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const failed = (await harness.events('net')).find(
      ({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED',
    );
    expect(failed?.ResourceStatusReason).toBe(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename web and update the stack again.',
    );
    expect(harness.world.log).toEqual(['create Role']);
    const renamed = role({ RoleName: 'app', Path: '/a/' });
    expect((await harness.update('net', renamed, { Capabilities })).StackStatus).toBe(
      'UPDATE_COMPLETE',
    );
  });

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
