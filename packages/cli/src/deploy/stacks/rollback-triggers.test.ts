import { expect, test } from 'vitest';
import { triggersOf } from './rollback-triggers.ts';

const alarm = {
  arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:shop-ServingAlarm-1',
  monitoringMinutes: 5,
};

test('an alarm that is well watches the update', () => {
  expect(triggersOf({ ...alarm, state: 'OK' })).toEqual({
    RollbackTriggers: [{ Arn: alarm.arn, Type: 'AWS::CloudWatch::Alarm' }],
    MonitoringTimeInMinutes: 5,
  });
});

test.each(['ALARM', 'INSUFFICIENT_DATA', undefined] as const)(
  'one that is %s would take back what is good; those of before are taken away',
  (state) => {
    const none = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };
    expect(triggersOf({ ...alarm, state })).toEqual(none);
  },
);
