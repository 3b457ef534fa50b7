import { expect, it } from 'vitest';
import { alarmMessage, type StateChange } from './alarm-message.ts';
import type { AlarmRecord } from './records.ts';

const TOPIC = 'arn:aws:sns:eu-south-1:975050211138:condense-alarms-topic';
/** Of a message that CloudWatch published. */
const NAME =
  'SharedInfra-Alpha-Database-DatabaseInstanceObservabilityHighDatabaseConnectionsAlarm5CD1334F-FetIEoRn5hgP';
const ALARM: AlarmRecord = {
  ...{ arn: `arn:aws:cloudwatch:eu-south-1:975050211138:alarm:${NAME}`, name: NAME },
  ...{ namespace: 'AWS/RDS', metricName: 'DatabaseConnections', statistic: 'Average' },
  dimensions: { DBInstanceIdentifier: 'sharedinfra' },
  ...{ periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 5 },
  ...{ comparisonOperator: 'GreaterThanOrEqualToThreshold', treatMissingData: 'missing' },
  ...{ actionsEnabled: true, alarmActions: [TOPIC], okActions: [], insufficientDataActions: [] },
  updatedMs: Date.UTC(2024, 6, 5, 15, 19, 31, 960),
  tags: {},
};
const CHANGE: StateChange = {
  from: 'OK',
  to: 'ALARM',
  atMs: Date.UTC(2024, 6, 5, 15, 20, 44, 959),
  reason:
    'Threshold Crossed: 1 datapoint [8.0 (05/07/24 15:19:00)] was greater than or equal to the threshold (5.0).',
};
const WHERE = { account: '975050211138', region: 'eu-south-1' };

it('is what CloudWatch publishes, member by member', () => {
  const { subject, message } = alarmMessage(ALARM, CHANGE, WHERE);
  expect(subject).toBe(
    'ALARM: "SharedInfra-Alpha-Database-DatabaseInstanceObservabilityHighDatabaseConnec..." in EU (Milan)',
  );
  expect(message).toBe(
    JSON.stringify({
      AlarmName: NAME,
      AlarmDescription: null,
      AWSAccountId: '975050211138',
      AlarmConfigurationUpdatedTimestamp: '2024-07-05T15:19:31.960+0000',
      NewStateValue: 'ALARM',
      NewStateReason: CHANGE.reason,
      StateChangeTime: '2024-07-05T15:20:44.959+0000',
      Region: 'EU (Milan)',
      AlarmArn: ALARM.arn,
      OldStateValue: 'OK',
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'DatabaseConnections',
        Namespace: 'AWS/RDS',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Unit: null,
        Dimensions: [{ value: 'sharedinfra', name: 'DBInstanceIdentifier' }],
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 5,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
    }),
  );
});
