import { expect, test } from 'vitest';
import type { ResourceHandler } from '../../kernel/resource.ts';
import { FakeWorld } from './testing/fake-world.ts';
import { Harness } from './testing/harness.ts';

const vpc = (properties: object = {}): object => ({
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16', ...properties },
});
const network = {
  Resources: {
    Vpc: vpc(),
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' },
    },
  },
};
const replaced = {
  Resources: { ...network.Resources, Vpc: vpc({ CidrBlock: '10.9.0.0/16' }) },
};

/**
 * The engine ends in the middle of what it does; another one starts on the same state and the same
 * world.
 */
async function restart(harness: Harness): Promise<Harness> {
  await harness.deps.clock.advance(100);
  await harness.service.stop();
  const next = new Harness({ world: harness.world, deps: harness.deps });
  harness.world.durations.clear();
  next.service.resume();
  return next;
}

const body = (template: object) => ({
  StackName: 'net',
  TemplateBody: JSON.stringify(template),
});

test('a creation that was interrupted is rolled back, with what was being made', async () => {
  const harness = new Harness();
  harness.world.durations.set('create Subnet', 60_000);
  harness.world.early.add('Subnet');
  await harness.call('CreateStack', body(network));
  const next = await restart(harness);
  const stack = await next.finished('net');
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(next.world.live.size).toBe(0);
  const events = await next.events('net');
  expect(
    events.find((event) => event.ResourceStatus === 'ROLLBACK_IN_PROGRESS')?.ResourceStatusReason,
  ).toBe('The engine stopped in the middle of the operation. Rollback requested by user.');
  expect(events.find((event) => event.ResourceStatus === 'CREATE_FAILED')).toMatchObject({
    LogicalResourceId: 'Subnet',
    PhysicalResourceId: 'Subnet-2',
  });
});

test('a rollback that was interrupted goes on', async () => {
  const harness = new Harness();
  harness.world.failures.set('create Subnet', 'no');
  harness.world.durations.set('remove Vpc', 60_000);
  await harness.call('CreateStack', body(network));
  const next = await restart(harness);
  expect((await next.finished('net')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(next.world.live.size).toBe(0);
});

test('an update that was interrupted is rolled back', async () => {
  const harness = new Harness();
  await harness.create('net', network);
  harness.world.durations.set('create Subnet', 60_000);
  await harness.call('UpdateStack', body(replaced));
  const next = await restart(harness);
  expect((await next.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect([...next.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2']);
  expect((await next.update('net', replaced)).StackStatus).toBe('UPDATE_COMPLETE');
});

test('a clean-up that was interrupted goes on', async () => {
  const harness = new Harness();
  await harness.create('net', network);
  harness.world.durations.set('remove Subnet', 60_000);
  await harness.call('UpdateStack', body(replaced));
  const next = await restart(harness);
  expect((await next.finished('net')).StackStatus).toBe('UPDATE_COMPLETE');
  expect([...next.world.live.keys()]).toEqual(['Vpc-3', 'Subnet-4']);
});

test('putting back after a failed update goes on', async () => {
  const harness = new Harness();
  await harness.create('net', network);
  harness.world.failures.set('create Extra', 'no');
  await harness.call(
    'UpdateStack',
    body({
      Resources: {
        ...network.Resources,
        Vpc: vpc({ EnableDnsSupport: true }),
        Extra: { ...vpc(), DependsOn: 'Vpc' },
      },
    }),
  );
  // Long enough for the failure, and for putting back to have begun.
  harness.world.durations.set('update Vpc', 60);
  const next = await restart(harness);
  expect((await next.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(next.world.live.get('Vpc-1')?.properties).toEqual({ CidrBlock: '10.0.0.0/16' });
  expect(next.world.live.size).toBe(2);
});

test('a deletion that was interrupted goes on', async () => {
  const harness = new Harness();
  const { StackId: id = '' } = await harness.create('net', network);
  harness.world.durations.set('remove Vpc', 60_000);
  await harness.call('DeleteStack', { StackName: 'net' });
  const next = await restart(harness);
  expect((await next.finished(id)).StackStatus).toBe('DELETE_COMPLETE');
  expect(next.world.live.size).toBe(0);
});

test('wherever an update is interrupted, it comes to a stated end with nothing left over', async () => {
  for (let afterMs = 0; afterMs <= 60; afterMs += 5) {
    const harness = new Harness();
    await harness.create('net', network);
    await harness.call('UpdateStack', body(replaced));
    await harness.deps.clock.advance(afterMs);
    await harness.service.stop();
    const next = new Harness({ world: harness.world, deps: harness.deps });
    next.service.resume();
    const stack = await next.finished('net');
    expect(['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']).toContain(stack.StackStatus);
    const { StackResources: resources } = await next.call<{
      StackResources: { PhysicalResourceId: string }[];
    }>('DescribeStackResources', { StackName: 'net' });
    expect(resources.map((resource) => resource.PhysicalResourceId).sort()).toEqual(
      [...next.world.live.keys()].sort(),
    );
  }
});

test('stopping writes nothing down about what it interrupts', async () => {
  const harness = new Harness();
  harness.world.durations.set('create Vpc', 60_000);
  await harness.call('CreateStack', body(network));
  await harness.deps.clock.advance(100);
  await harness.service.stop();
  expect(await harness.eventLog('net')).toEqual([
    'net CREATE_IN_PROGRESS',
    'Vpc CREATE_IN_PROGRESS',
  ]);
});

test('stopping does not wait for a handler that does not heed its signal', async () => {
  const world = new FakeWorld();
  const deaf: ResourceHandler['create'] = () => new Promise(() => undefined);
  const handler = world.handler;
  const harness = new Harness({
    world: Object.assign(world, {
      handler: (type: string) => {
        const found = handler(type);
        return found === undefined ? undefined : { ...found, create: deaf };
      },
    }),
  });
  await harness.call('CreateStack', body(network));
  let stopped = false;
  const stopping = harness.service.stop().then(() => {
    stopped = true;
  });
  await harness.deps.clock.advance(1_900);
  expect(stopped).toBe(false);
  await harness.deps.clock.advance(200);
  expect(stopped).toBe(true);
  await stopping;
});
