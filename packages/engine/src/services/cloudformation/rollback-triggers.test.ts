import { expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { network, subnet, vpc } from './testing/templates.ts';

const ALARM = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:unhealthy';
const replaced = { Resources: { Vpc: vpc({ CidrBlock: '10.9.0.0/16' }), Subnet: subnet() } };
const MINUTE_MS = 60_000;

function configuration(MonitoringTimeInMinutes: number, arns: string[] = [ALARM]): object {
  const RollbackTriggers = arns.map((Arn) => ({ Arn, Type: 'AWS::CloudWatch::Alarm' }));
  return { RollbackConfiguration: { MonitoringTimeInMinutes, RollbackTriggers } };
}

async function made(): Promise<Harness> {
  const harness = new Harness();
  harness.alarms.set(ALARM, 'OK');
  await harness.create('net', network);
  return harness;
}

/** Begins an update, and lets it come as far as the monitoring time. */
async function monitored(harness: Harness): Promise<void> {
  const TemplateBody = JSON.stringify(replaced);
  const input = { StackName: 'net', TemplateBody, ...configuration(5) };
  await harness.call('UpdateStack', input);
  await minutes(harness, 1);
}

async function minutes(harness: Harness, count: number): Promise<void> {
  for (let step = 0; step < 12 * count; step += 1) await harness.deps.clock.advance(MINUTE_MS / 12);
}

async function reasons(harness: Harness): Promise<string[]> {
  return (await harness.events('net')).map((event) => event.ResourceStatusReason ?? '');
}

test('the old is removed once the monitoring time is over', async () => {
  const harness = await made();
  await monitored(harness);
  expect(await harness.stack('net')).toMatchObject({
    StackStatus: 'UPDATE_IN_PROGRESS',
    RollbackConfiguration: {
      MonitoringTimeInMinutes: 5,
      RollbackTriggers: [{ Arn: ALARM, Type: 'AWS::CloudWatch::Alarm' }],
    },
  });
  // Made anew, and the old ones are there still.
  expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2', 'Vpc-3', 'Subnet-4']);
  await minutes(harness, 5);
  expect((await harness.stack('net')).StackStatus).toBe('UPDATE_COMPLETE');
  expect([...harness.world.live.keys()]).toEqual(['Vpc-3', 'Subnet-4']);
});

test('an alarm in the monitoring time rolls the update back, and is the reason', async () => {
  const harness = await made();
  await monitored(harness);
  harness.alarms.set(ALARM, 'ALARM');
  const stack = await harness.finished('net');
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(stack.RollbackConfiguration).toEqual({});
  expect([...harness.world.live.keys()]).toEqual(['Vpc-1', 'Subnet-2']);
  expect(await reasons(harness)).toContain(
    `Rollback trigger ${ALARM} is in ALARM state: for a reason. `,
  );
});

test('an alarm before, and one that is missing, let nothing be done', async () => {
  const harness = await made();
  for (const [state, reason] of [
    ['ALARM', 'is in ALARM state'],
    [undefined, 'does not exist'],
  ] as const) {
    if (state === undefined) harness.alarms.delete(ALARM);
    else harness.alarms.set(ALARM, state);
    const before = harness.world.log.length;
    const stack = await harness.update('net', replaced, configuration(0));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await reasons(harness)).join('')).toContain(`Rollback trigger ${ALARM} ${reason}`);
    expect(harness.world.log.slice(before)).toEqual([]);
  }
});

test('a creation is watched as well', async () => {
  const harness = new Harness();
  harness.alarms.set(ALARM, 'OK');
  const TemplateBody = JSON.stringify(network);
  await harness.call('CreateStack', { StackName: 'net', TemplateBody, ...configuration(3) });
  await minutes(harness, 1);
  expect((await harness.stack('net')).StackStatus).toBe('CREATE_IN_PROGRESS');
  harness.alarms.set(ALARM, 'ALARM');
  expect((await harness.finished('net')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(harness.world.live.size).toBe(0);
});

test('triggers stay with the stack until others, or none, are given', async () => {
  const harness = await made();
  await harness.update('net', replaced, configuration(0));
  harness.alarms.set(ALARM, 'ALARM');
  const back = await harness.update('net', network);
  expect(back.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const none = await harness.update('net', network, configuration(0, []));
  expect(none.StackStatus).toBe('UPDATE_COMPLETE');
});

test('a monitoring time without a trigger waits, and may be cancelled', async () => {
  const harness = await made();
  const TemplateBody = JSON.stringify(replaced);
  await harness.call('UpdateStack', { StackName: 'net', TemplateBody, ...configuration(9, []) });
  await minutes(harness, 1);
  await harness.call('CancelUpdateStack', { StackName: 'net' });
  expect((await harness.finished('net')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test.each([
  [{ MonitoringTimeInMinutes: 181 }, 'less than or equal to 180'],
  [
    { RollbackTriggers: [{ Arn: ALARM, Type: 'AWS::SNS::Topic' }] },
    'is not AWS::CloudWatch::Alarm',
  ],
  [{ RollbackTriggers: [{ Arn: 'x', Type: 'AWS::CloudWatch::Alarm' }] }, "is not an alarm's"],
  [
    { RollbackTriggers: Array(6).fill({ Arn: ALARM, Type: 'AWS::CloudWatch::Alarm' }) },
    'less than or equal to 5',
  ],
])('%j is refused', async (RollbackConfiguration, message) => {
  const harness = new Harness();
  const TemplateBody = JSON.stringify(network);
  const input = { StackName: 'net', TemplateBody, RollbackConfiguration };
  await expect(harness.call('CreateStack', input)).rejects.toThrow(message);
});
