import type { EventBody, InstanceState } from '@understudy/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../kernel/kernel.fixture.ts';
import { AwsError } from '@understudy/wire';
import { InstanceSignals, SIGNAL_WITHIN_MS, signalOf, signalTarget } from './instance-signals.ts';

const USER_DATA =
  'UNDERSTUDY_SIGNAL_STACK=shop\nUNDERSTUDY_SIGNAL_RESOURCE=Group\nUNDERSTUDY_TARGET_GROUP=arn:tg\n';
const REGION = 'us-east-1';

type Instance = Pick<InstanceState, 'instanceId' | 'processId' | 'lifecycleState'>;
const serving: Instance = { instanceId: 'i-1', processId: 7, lifecycleState: 'InService' };

test('user data names who is signalled, whole or not at all', () => {
  expect(signalTarget(USER_DATA)).toEqual({
    stackName: 'shop',
    logicalId: 'Group',
    targetGroupArn: 'arn:tg',
  });
  expect(signalTarget('UNDERSTUDY_SIGNAL_STACK=shop\n')).toBeUndefined();
  expect(signalTarget('#!/bin/bash\n')).toBeUndefined();
});

test.each([
  ['healthy', serving, 'SUCCESS'],
  ['initial', serving, undefined],
  ['unhealthy', serving, undefined],
  ['unhealthy', { ...serving, processId: undefined }, 'FAILURE'],
  ['healthy', { ...serving, lifecycleState: 'Terminating' as const }, 'FAILURE'],
  ['unused', { ...serving, lifecycleState: 'Pending' as const, processId: undefined }, undefined],
  ['healthy', undefined, 'FAILURE'],
])('a target that is %s, of %o: %s', (state, instance, signal) => {
  const health = [{ instanceId: 'i-1', state: state as 'healthy' }];
  expect(signalOf(instance, health)).toBe(signal);
});

describe('the engine, for an instance', () => {
  let deps: TestDeps;
  let sent: unknown[];
  let state: 'initial' | 'healthy';
  let refuses: Error | undefined;
  let instance: Instance;

  beforeEach(() => {
    deps = testDeps();
    sent = [];
    state = 'initial';
    refuses = undefined;
    instance = serving;
    const services = {
      autoscaling: {
        groups: () => [{ name: 'web', launch: { userData: USER_DATA } }],
        progress: () =>
          Promise.resolve({
            instances: [instance],
            targets: [{ health: [{ instanceId: 'i-1', state }] }],
          }),
      },
      cloudformation: {
        operations: {
          SignalResource(caller: { region: string }, input: object) {
            sent.push({ region: caller.region, ...input });
            if (refuses !== undefined) throw refuses;
          },
        },
      },
    };
    new InstanceSignals({
      services: services as never,
      dataPlane: deps.dataPlane,
      clock: deps.clock,
      account: testRequest().account,
    });
  });

  const happens = async (body: EventBody): Promise<void> => {
    deps.dataPlane.emit({ sequence: 1, awsMs: 0, wallMs: 0, source: REGION, body });
    await deps.clock.advance(1);
  };
  const about = { type: 'instance', group: 'web', instanceId: 'i-1', reason: '' } as const;
  const launched = { ...about, state: 'pending' } as const;
  const targetHealth = {
    type: 'target-health',
    targetGroup: 'web',
    target: 'i-1',
    reason: '',
  } as const;

  test('signals success once it is healthy, and once only', async () => {
    await happens(launched);
    expect(sent).toEqual([]);
    state = 'healthy';
    await happens({ ...targetHealth, state: 'healthy' });
    await happens({ ...targetHealth, state: 'healthy' });
    expect(sent).toEqual([
      {
        region: REGION,
        StackName: 'shop',
        LogicalResourceId: 'Group',
        UniqueId: 'i-1',
        Status: 'SUCCESS',
      },
    ]);
  });

  test('signals failure at once when it ends before it was in service', async () => {
    instance = { ...serving, lifecycleState: 'Pending', processId: undefined };
    await happens(launched);
    expect(sent).toEqual([]);
    instance = { ...instance, lifecycleState: 'Terminating' };
    await happens({ ...about, state: 'terminating' });
    expect(sent).toMatchObject([{ UniqueId: 'i-1', Status: 'FAILURE' }]);
  });

  test('signals failure when its time is over', async () => {
    await happens(launched);
    await deps.clock.advance(SIGNAL_WITHIN_MS);
    expect(sent).toMatchObject([{ Status: 'FAILURE' }]);
  });

  test('bears that nobody waits for the signal', async () => {
    refuses = new AwsError({ code: 'ValidationError', message: 'can not be signaled' });
    state = 'healthy';
    await happens(launched);
    expect(sent).toHaveLength(1);
  });
});
