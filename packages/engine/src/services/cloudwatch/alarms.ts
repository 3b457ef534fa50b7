import type { AlarmState } from '@understudy/contract';
import type {
  DeleteAlarmsInput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  MetricAlarm,
  PutMetricAlarmInput,
  StandardUnit,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RegionTable } from '../../kernel/region-table.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { askCloudWatchIfRunning } from './ask-cloudwatch.ts';
import { alarmOf } from './put-alarm.ts';
import type { AlarmRecord } from './records.ts';

export class AlarmOperations {
  readonly #deps: ServiceDeps;
  readonly #alarms: RegionTable<AlarmRecord>;

  constructor(deps: ServiceDeps, alarms: RegionTable<AlarmRecord>) {
    this.#deps = deps;
    this.#alarms = alarms;
  }

  readonly PutMetricAlarm = (context: RequestContext, input: PutMetricAlarmInput): void => {
    refuseOthers('PutMetricAlarm', input, [
      'AlarmName',
      'AlarmDescription',
      'ActionsEnabled',
      'OKActions',
      'AlarmActions',
      'InsufficientDataActions',
      'MetricName',
      'Namespace',
      'Statistic',
      'Dimensions',
      'Period',
      'Unit',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Threshold',
      'ComparisonOperator',
      'TreatMissingData',
      'Tags',
    ]);
    const { region, account } = context;
    const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${input.AlarmName ?? ''}`;
    const alarm = alarmOf(input, arn);
    const known = this.#alarms.get(region, alarm.name);
    const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    this.#alarms.put(region, alarm.name, {
      ...alarm,
      ...(input.AlarmDescription === undefined ? {} : { description: input.AlarmDescription }),
      ...(input.Unit === undefined ? {} : { unit: input.Unit }),
      updatedMs: this.#deps.clock.nowMs(),
      // Tags are taken at creation only. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      tags: known?.tags ?? given,
    });
    this.#deps.dataPlane.changed();
  };

  readonly DescribeAlarms = async (
    context: RequestContext,
    input: DescribeAlarmsInput,
  ): Promise<DescribeAlarmsOutput> => {
    refuseOthers('DescribeAlarms', input, [
      'AlarmNames',
      'AlarmNamePrefix',
      'AlarmTypes',
      'StateValue',
      'ActionPrefix',
      'MaxRecords',
      'NextToken',
    ]);
    const names = input.AlarmNames ?? [];
    const records = this.#alarms
      .list(context.region, input.AlarmNamePrefix ?? '')
      .filter((record) => names.length === 0 || names.includes(record.name))
      .filter(
        (record) =>
          input.ActionPrefix === undefined ||
          record.alarmActions.some((action) => action.startsWith(input.ActionPrefix ?? '')),
      );
    const described = (await this.#describeAll(context.region, records)).filter(
      (alarm) => input.StateValue === undefined || alarm.StateValue === input.StateValue,
    );
    const start = Number(input.NextToken ?? 0);
    const end = start + (input.MaxRecords ?? described.length);
    return {
      MetricAlarms: described.slice(start, end),
      CompositeAlarms: [],
      NextToken: end < described.length ? String(end) : undefined,
    };
  };

  readonly DescribeAlarmsForMetric = async (
    context: RequestContext,
    input: DescribeAlarmsForMetricInput,
  ): Promise<DescribeAlarmsForMetricOutput> => {
    refuseOthers('DescribeAlarmsForMetric', input, ['MetricName', 'Namespace', 'Dimensions']);
    const wanted = JSON.stringify(
      (input.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]).sort(),
    );
    const records = this.#alarms
      .list(context.region)
      .filter(
        (record) => record.metricName === input.MetricName && record.namespace === input.Namespace,
      )
      .filter((record) => JSON.stringify(Object.entries(record.dimensions).sort()) === wanted);
    return { MetricAlarms: await this.#describeAll(context.region, records) };
  };

  readonly DeleteAlarms = (context: RequestContext, input: DeleteAlarmsInput): void => {
    const names = input.AlarmNames ?? [];
    for (const name of names) this.#record(context.region, name);
    for (const name of names) this.#alarms.delete(context.region, name);
    this.#deps.dataPlane.changed();
  };

  readonly EnableAlarmActions = (context: RequestContext, input: EnableAlarmActionsInput): void =>
    this.#setActions(context.region, input.AlarmNames, true);

  readonly DisableAlarmActions = (context: RequestContext, input: DisableAlarmActionsInput): void =>
    this.#setActions(context.region, input.AlarmNames, false);

  readonly TagResource = (context: RequestContext, input: TagResourceInput): TagResourceOutput => {
    const record = this.#byArn(context.region, input.ResourceARN);
    const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const tags = { ...record.tags, ...given };
    this.#alarms.put(context.region, record.name, { ...record, tags });
    return {};
  };

  readonly UntagResource = (
    context: RequestContext,
    input: UntagResourceInput,
  ): UntagResourceOutput => {
    const record = this.#byArn(context.region, input.ResourceARN);
    for (const key of input.TagKeys ?? []) delete record.tags[key];
    this.#alarms.put(context.region, record.name, record);
    return {};
  };

  readonly ListTagsForResource = (
    context: RequestContext,
    input: ListTagsForResourceInput,
  ): ListTagsForResourceOutput => {
    const record = this.#byArn(context.region, input.ResourceARN);
    return { Tags: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })) };
  };

  #setActions(region: string, names: string[] | undefined, actionsEnabled: boolean): void {
    // Names that are not there are passed over, as CloudWatch does.
    for (const name of names ?? []) {
      const record = this.#alarms.get(region, name);
      if (record !== undefined) this.#alarms.put(region, name, { ...record, actionsEnabled });
    }
    this.#deps.dataPlane.changed();
  }

  #record(region: string, name: string): AlarmRecord {
    const record = this.#alarms.get(region, name);
    if (record !== undefined) return record;
    throw new AwsError({
      code: 'ResourceNotFound',
      message: `Some alarms do not exist: ${name}`,
      status: 404,
    });
  }

  #byArn(region: string, arn: string | undefined): AlarmRecord {
    return this.#record(region, (arn ?? '').split(':alarm:')[1] ?? '');
  }

  async #describeAll(region: string, records: readonly AlarmRecord[]): Promise<MetricAlarm[]> {
    // A lost region evaluates nothing: its alarms have no data.
    const states =
      (await askCloudWatchIfRunning(this.#deps.dataPlane, region, 'describeAlarmStates', {})) ?? [];
    return records.map((record) =>
      describe(
        record,
        states.find((state) => state.arn === record.arn),
      ),
    );
  }
}

function describe(record: AlarmRecord, state: AlarmState | undefined): MetricAlarm {
  return {
    AlarmName: record.name,
    AlarmArn: record.arn,
    AlarmDescription: record.description,
    AlarmConfigurationUpdatedTimestamp: new Date(record.updatedMs),
    ActionsEnabled: record.actionsEnabled,
    OKActions: record.okActions,
    AlarmActions: record.alarmActions,
    InsufficientDataActions: record.insufficientDataActions,
    StateValue: state?.state ?? 'INSUFFICIENT_DATA',
    StateReason: state?.reason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: new Date(state?.updatedMs ?? record.updatedMs),
    MetricName: record.metricName,
    Namespace: record.namespace,
    Statistic: record.statistic,
    Dimensions: Object.entries(record.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: record.periodSeconds,
    Unit: record.unit as StandardUnit | undefined,
    EvaluationPeriods: record.evaluationPeriods,
    DatapointsToAlarm: record.datapointsToAlarm,
    Threshold: record.threshold,
    ComparisonOperator: record.comparisonOperator,
    TreatMissingData: record.treatMissingData,
  };
}
