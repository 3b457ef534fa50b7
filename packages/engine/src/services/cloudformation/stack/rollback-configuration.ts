import type { RollbackConfiguration } from '@aws-sdk/client-cloudformation';
import { fail } from '../../../kernel/fail.ts';
import { validationError } from '../errors.ts';
import type { StackDefinition } from './records.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html */
const TRIGGERS_MAX = 5;
const MONITORING_MINUTES_MAX = 180;
const MEMBER = 'rollbackConfiguration';

type Kept = NonNullable<StackDefinition['rollbackConfiguration']>;

/**
 * What an operation watches: "By default, CloudFormation saves the rollback triggers specified for
 * a stack and applies them to any subsequent update operations for the stack, unless you specify
 * otherwise. If you do specify rollback triggers for this parameter, those triggers replace any
 * list of triggers previously specified". An empty list removes them.
 */
export function rollbackConfigurationOf(
  given: RollbackConfiguration | undefined,
  previous: Kept | undefined,
): Kept | undefined {
  if (given === undefined) return previous;
  const { RollbackTriggers: triggers, MonitoringTimeInMinutes: minutes } = given;
  if ((triggers?.length ?? 0) > TRIGGERS_MAX)
    throw outside('rollbackTriggers', 'Member must have length less than or equal to 5');
  if (minutes !== undefined && (minutes < 0 || minutes > MONITORING_MINUTES_MAX))
    throw outside(
      'monitoringTimeInMinutes',
      minutes < 0
        ? 'Member must have value greater than or equal to 0'
        : `Member must have value less than or equal to ${MONITORING_MINUTES_MAX}`,
    );
  return {
    triggers: triggers === undefined ? (previous?.triggers ?? []) : triggers.map(arnOf),
    monitoringMinutes: minutes ?? previous?.monitoringMinutes ?? 0,
  };
}

function arnOf({ Arn, Type }: { Arn?: string | undefined; Type?: string | undefined }): string {
  if (Type === 'AWS::CloudWatch::CompositeAlarm')
    fail('UnsupportedOperation', 'The engine has no composite alarms to be rollback triggers.');
  if (Type !== 'AWS::CloudWatch::Alarm')
    throw outside('rollbackTriggers', `Type ${Type ?? ''} is not AWS::CloudWatch::Alarm`);
  if (Arn === undefined || !/^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/.test(Arn))
    throw outside('rollbackTriggers', `Arn ${Arn ?? ''} is not an alarm's`);
  return Arn;
}

function outside(member: string, constraint: string): Error {
  return validationError(
    `1 validation error detected: Value at '${MEMBER}.${member}' failed to satisfy constraint: ${constraint}`,
  );
}

export function rollbackConfigurationShape(kept: Kept | undefined): RollbackConfiguration {
  if (kept === undefined) return {};
  return {
    RollbackTriggers: kept.triggers.map((Arn) => ({ Arn, Type: 'AWS::CloudWatch::Alarm' })),
    MonitoringTimeInMinutes: kept.monitoringMinutes,
  };
}
