import { beforeEach, describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';

const group = (more: object = {}): object => ({
  Resources: {
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: { MinSize: '1', MaxSize: '2' },
      ...more,
    },
  },
});

let harness: Harness;
beforeEach(() => {
  harness = new Harness();
  harness.world.durations.set('create Group', 60_000);
});

const begun = (template: object): Promise<unknown> =>
  harness.call('CreateStack', { StackName: 'site', TemplateBody: JSON.stringify(template) });

const signal = (more: object = {}): Promise<unknown> =>
  harness.call('SignalResource', {
    StackName: 'site',
    LogicalResourceId: 'Group',
    UniqueId: 'i-1',
    Status: 'SUCCESS',
    ...more,
  });

describe('SignalResource', () => {
  test('is taken while the stack works on the resource, once for an id, unless it fails then', async () => {
    await begun(group());
    await harness.deps.clock.advance(100);
    await signal();
    await expect(signal()).rejects.toMatchObject({
      code: 'ValidationError',
      message:
        'Signal with ID i-1 for resource Group already exists. Signals may only be updated with a FAILURE status.',
    });
    await signal({ Status: 'FAILURE' });
    await signal({ UniqueId: 'i-2' });
  });

  test('of a resource that the stack does not have is refused', async () => {
    await begun(group());
    await harness.deps.clock.advance(100);
    await expect(signal({ LogicalResourceId: 'Other' })).rejects.toThrow(
      'Resource Other does not exist for stack site',
    );
  });

  test('after the operation is refused with the status that the stack is in', async () => {
    const { StackId: id } = await harness.create('site', group());
    await expect(signal()).rejects.toThrow(
      `Stack:${id} is in CREATE_COMPLETE state and can not be signaled.`,
    );
  });

  test.each([
    [{ StackName: 'none' }, 'Stack with id none does not exist'],
    [{ Status: 'MAYBE' }, 'Member must satisfy enum value set: [SUCCESS, FAILURE]'],
    [{ UniqueId: 'x'.repeat(65) }, 'Member must have length between 1 and 64, inclusive'],
    [{ UniqueId: undefined }, "Value null at 'uniqueId'"],
  ])('with %o is refused', async (input, words) => {
    await begun(group());
    await expect(signal(input)).rejects.toThrow(words);
  });
});

describe('policies of a resource', () => {
  test('that are wrong fail the stack before anything is made', async () => {
    const stack = await harness.create(
      'site',
      group({ UpdatePolicy: { AutoScalingRollingUpdate: { MaxBatch: 1 } } }),
    );
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(harness.world.log).toEqual([]);
    const events = await harness.events('site');
    expect(events.map((event) => event.ResourceStatusReason).join()).toContain(
      '[/Resources/Group/UpdatePolicy/AutoScalingRollingUpdate] has no member MaxBatch',
    );
  });

  test('replace the group when they say so and its instances change', async () => {
    const replacing = { UpdatePolicy: { AutoScalingReplacingUpdate: { WillReplace: 'true' } } };
    const withSubnet = (subnet: string, min = '1'): object =>
      group({
        ...replacing,
        Properties: { MinSize: min, MaxSize: '2', VPCZoneIdentifier: [subnet] },
      });
    await harness.create('site', withSubnet('subnet-1'));
    await harness.update('site', withSubnet('subnet-1', '2'));
    expect(harness.world.log).toEqual(['create Group', 'update Group']);
    await harness.update('site', withSubnet('subnet-2', '2'));
    expect(harness.world.log.slice(2)).toEqual(['create Group', 'remove Group']);
  });
});
