import type { AlarmState, UnderstudyEvent } from '@understudy/contract';
import { beforeEach, expect, it } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { CloudWatchService } from './cloudwatch-service.ts';

const request = testRequest('us-east-1');
const topic = (name: string): string => `arn:aws:sns:us-east-1:111122223333:${name}`;
const REASON = 'Threshold Crossed';

let deps: TestDeps;
let service: CloudWatchService;
let published: string[];
let told: string[];
let refuse: (arn: string) => boolean;
let states: AlarmState[];

beforeEach(() => {
  deps = testDeps();
  states = [];
  deps.dataPlane.answers['describeAlarmStates'] = () => states;
  begin();
  service.operations.PutMetricAlarm(request, {
    ...{ AlarmName: 'busy', Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    ...{ AlarmActions: [topic('bad'), topic('alarm')], OKActions: [topic('ok')] },
  });
});

function begin(): void {
  published = [];
  told = [];
  refuse = () => false;
  service = new CloudWatchService(deps, {
    publish: (region, { TopicArn, Message }) => {
      if (refuse(TopicArn)) throw new Error('Topic does not exist');
      const { OldStateValue, NewStateValue } = JSON.parse(Message) as Record<string, string>;
      const name = TopicArn.split(':').at(-1);
      published.push(`${region} ${name} ${OldStateValue} ${NewStateValue}`);
    },
    tell: (message) => void told.push(message),
  });
}

function change(state: AlarmState['state'], source = 'us-east-1'): void {
  const body = { type: 'alarm', alarm: 'busy', state, reason: REASON } as const;
  const event: UnderstudyEvent = { sequence: 1, awsMs: 0, wallMs: 0, source, body };
  deps.dataPlane.emit(event);
}

function nowIn(state: AlarmState['state'], reason = REASON): void {
  const arn = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:busy';
  states = [{ arn, name: 'busy', state, reason, updatedMs: 0 }];
}

it('publishes a change to the topics of the new state, whoever evaluates the alarm', () => {
  change('ALARM');
  change('OK', 'global');
  expect(published).toEqual([
    'us-east-1 bad INSUFFICIENT_DATA ALARM',
    'us-east-1 alarm INSUFFICIENT_DATA ALARM',
    'us-east-1 ok ALARM OK',
  ]);
  change('ALARM', 'ap-northeast-2');
  expect(published).toHaveLength(3);
});

it('publishes to the others where one topic is not there, and says so', () => {
  refuse = (arn) => arn === topic('bad');
  change('ALARM');
  expect(published).toEqual(['us-east-1 alarm INSUFFICIENT_DATA ALARM']);
  expect(told).toEqual([`alarm busy: ${topic('bad')}: Topic does not exist`]);
});

it('publishes nothing while actions are disabled, nor what was in that state before', () => {
  service.operations.DisableAlarmActions(request, { AlarmNames: ['busy'] });
  change('ALARM');
  service.operations.EnableAlarmActions(request, { AlarmNames: ['busy'] });
  // The region has begun anew, and comes to what it had come to.
  change('ALARM');
  expect(published).toEqual([]);
});

it('finds what changed while nobody listened, and tells it once', async () => {
  change('ALARM');
  await service.stop();
  change('OK');
  begin();
  nowIn('OK');
  await service.resume();
  await service.resume();
  expect(published).toEqual(['us-east-1 ok ALARM OK']);
  // A region that has begun anew has evaluated nothing yet.
  nowIn('INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation');
  await service.resume();
  expect(published).toHaveLength(1);
});

it('begins anew with an alarm that was deleted in between', () => {
  change('ALARM');
  published = [];
  service.operations.DeleteAlarms(request, { AlarmNames: ['busy'] });
  service.operations.PutMetricAlarm(request, {
    ...{ AlarmName: 'busy', Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60 },
    ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    AlarmActions: [topic('alarm')],
  });
  change('ALARM');
  expect(published).toEqual(['us-east-1 alarm INSUFFICIENT_DATA ALARM']);
});

it('takes topics of its own region only', () => {
  const put = (action: string) => (): void =>
    service.operations.PutMetricAlarm(request, {
      ...{ AlarmName: 'b', Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      OKActions: [action],
    });
  expect(put('arn:aws:sns:ap-northeast-2:111122223333:news')).toThrow(
    'Invalid region ap-northeast-2 specified. Only us-east-1 is supported.',
  );
});
