import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { network } from './testing/templates.ts';

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
