import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { CloudFormationClient, RollbackConfiguration } from '@aws-sdk/client-cloudformation';
import { SERVING_ALARM, type AssemblyStack } from '@understudy/site';
import type { DeployMessage } from '../messages.ts';
import { describeStack } from './describe-stack.ts';

/** Said in so many words: those of an update before stay with the stack otherwise. */
const NONE: RollbackConfiguration = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };

interface Watch {
  /** 0: not at all. */
  monitoringMinutes: number;
  report(message: DeployMessage): void;
}

/**
 * What an update of a stack is watched by: the alarm that it has of its web servers, if it has one.
 */
export async function rollbackTriggers(
  client: CloudFormationClient,
  { name, region }: AssemblyStack,
  { monitoringMinutes, report }: Watch,
): Promise<RollbackConfiguration> {
  if (monitoringMinutes === 0) return NONE;
  const { Outputs: outputs = [] } = (await describeStack(client, name)) ?? {};
  const arn = outputs.find(({ OutputKey: key }) => key === SERVING_ALARM)?.OutputValue;
  if (arn === undefined) return NONE;
  const state = await alarmState(region, arn);
  if (state !== 'OK')
    report({
      kind: 'note',
      text: `${name} is not watched while it is updated: the alarm of its web servers is ${state ?? 'gone'}`,
    });
  return triggersOf({ arn, state, monitoringMinutes });
}

/**
 * Only an alarm that is well can tell that the new version is not; with one that rings already,
 * CloudFormation would take back at once what most likely mends it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
 */
export function triggersOf(alarm: {
  arn: string;
  /** Undefined of one that is gone, which would fail the update. */
  state: StateValue | undefined;
  monitoringMinutes: number;
}): RollbackConfiguration {
  if (alarm.state !== 'OK') return NONE;
  return {
    RollbackTriggers: [{ Arn: alarm.arn, Type: 'AWS::CloudWatch::Alarm' }],
    MonitoringTimeInMinutes: alarm.monitoringMinutes,
  };
}

async function alarmState(region: string, arn: string): Promise<StateValue | undefined> {
  const client = new CloudWatchClient({ region });
  try {
    const AlarmNames = [arn.split(':alarm:')[1] ?? ''];
    const { MetricAlarms: [alarm] = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames }),
    );
    return alarm?.StateValue;
  } finally {
    client.destroy();
  }
}
