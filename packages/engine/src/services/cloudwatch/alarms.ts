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
import { fail, nullMember, requiredBy } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page, positionOf, sizeProblem } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { askCloudWatchIfRunning } from './ask-cloudwatch.ts';
import type { CloudWatchStore } from './cloudwatch-store.ts';
import { alarmOf } from './put-alarm.ts';
import type { AlarmRecord } from './records.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const PAGE_ALARMS_MAX = 100;

export const alarmOperations = {
  PutMetricAlarm: operation(putMetricAlarm, {
    accepts: [
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
    ],
  }),
  DescribeAlarms: operation(describeAlarms, {
    accepts: [
      'AlarmNames',
      'AlarmNamePrefix',
      'AlarmTypes',
      'StateValue',
      'ActionPrefix',
      'MaxRecords',
      'NextToken',
    ],
  }),
  DescribeAlarmsForMetric: operation(describeAlarmsForMetric, {
    accepts: ['MetricName', 'Namespace', 'Dimensions'],
  }),
  DeleteAlarms: operation(deleteAlarms),
  EnableAlarmActions: operation(enableAlarmActions),
  DisableAlarmActions: operation(disableAlarmActions),
  TagResource: operation(tagResource),
  UntagResource: operation(untagResource),
  ListTagsForResource: operation(listTagsForResource),
};

function putMetricAlarm(
  store: CloudWatchStore,
  context: RequestContext,
  input: PutMetricAlarmInput,
): void {
  const { region, account } = context;
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${input.AlarmName ?? ''}`;
  const alarm = alarmOf(input, arn);
  const known = store.alarms.get(region, alarm.name);
  const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  store.alarms.put(region, alarm.name, {
    ...alarm,
    ...(input.AlarmDescription === undefined ? {} : { description: input.AlarmDescription }),
    ...(input.Unit === undefined ? {} : { unit: input.Unit }),
    updatedMs: store.deps.clock.nowMs(),
    // Tags are taken at creation only.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    tags: known?.tags ?? given,
  });
  store.deps.dataPlane.changed();
}

async function describeAlarms(
  store: CloudWatchStore,
  context: RequestContext,
  input: DescribeAlarmsInput,
): Promise<DescribeAlarmsOutput> {
  const start = positionOf(input.NextToken, () =>
    fail('InvalidNextToken', 'The next token specified is invalid.'),
  );
  const names = input.AlarmNames ?? [];
  const records = store.alarms
    .list(context.region, input.AlarmNamePrefix ?? '')
    .filter((record) => names.length === 0 || names.includes(record.name))
    .filter(
      (record) =>
        input.ActionPrefix === undefined ||
        record.alarmActions.some((action) => action.startsWith(input.ActionPrefix ?? '')),
    );
  const described = (await describeAll(store, context.region, records)).filter(
    (alarm) => input.StateValue === undefined || alarm.StateValue === input.StateValue,
  );
  const problem = sizeProblem(input.MaxRecords, 'maxRecords', { max: PAGE_ALARMS_MAX });
  if (problem !== undefined) fail('ValidationError', problem);
  const { items, nextPosition } = page(described, { start, size: input.MaxRecords });
  return { MetricAlarms: items, CompositeAlarms: [], NextToken: nextPosition };
}

const required = requiredBy('ValidationError', nullMember);

async function describeAlarmsForMetric(
  store: CloudWatchStore,
  context: RequestContext,
  input: DescribeAlarmsForMetricInput,
): Promise<DescribeAlarmsForMetricOutput> {
  const metricName = required(input.MetricName, 'metricName');
  const namespace = required(input.Namespace, 'namespace');
  const wanted = JSON.stringify(
    (input.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]).sort(),
  );
  const records = store.alarms
    .list(context.region)
    .filter((record) => record.metricName === metricName && record.namespace === namespace)
    .filter((record) => JSON.stringify(Object.entries(record.dimensions).sort()) === wanted);
  return { MetricAlarms: await describeAll(store, context.region, records) };
}

function deleteAlarms(
  store: CloudWatchStore,
  context: RequestContext,
  input: DeleteAlarmsInput,
): void {
  const names = required(input.AlarmNames, 'alarmNames');
  for (const name of names) recordOf(store, context.region, name);
  for (const name of names) {
    store.alarms.delete(context.region, name);
    store.states.delete(context.region, name);
  }
  store.deps.dataPlane.changed();
}

function enableAlarmActions(
  store: CloudWatchStore,
  context: RequestContext,
  input: EnableAlarmActionsInput,
): void {
  return setActions(store, context.region, input.AlarmNames, true);
}

function disableAlarmActions(
  store: CloudWatchStore,
  context: RequestContext,
  input: DisableAlarmActionsInput,
): void {
  return setActions(store, context.region, input.AlarmNames, false);
}

function tagResource(
  store: CloudWatchStore,
  context: RequestContext,
  input: TagResourceInput,
): TagResourceOutput {
  const record = byArn(store, context.region, input.ResourceARN);
  const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const tags = { ...record.tags, ...given };
  store.alarms.put(context.region, record.name, { ...record, tags });
  return {};
}

function untagResource(
  store: CloudWatchStore,
  context: RequestContext,
  input: UntagResourceInput,
): UntagResourceOutput {
  const record = byArn(store, context.region, input.ResourceARN);
  for (const key of input.TagKeys ?? []) delete record.tags[key];
  store.alarms.put(context.region, record.name, record);
  return {};
}

function listTagsForResource(
  store: CloudWatchStore,
  context: RequestContext,
  input: ListTagsForResourceInput,
): ListTagsForResourceOutput {
  const record = byArn(store, context.region, input.ResourceARN);
  return { Tags: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })) };
}

function setActions(
  store: CloudWatchStore,
  region: string,
  names: string[] | undefined,
  actionsEnabled: boolean,
): void {
  // Names that are not there are passed over, as CloudWatch does.
  for (const name of required(names, 'alarmNames')) {
    const record = store.alarms.get(region, name);
    if (record !== undefined) store.alarms.put(region, name, { ...record, actionsEnabled });
  }
  store.deps.dataPlane.changed();
}

function recordOf(store: CloudWatchStore, region: string, name: string): AlarmRecord {
  return (
    store.alarms.get(region, name) ??
    fail('ResourceNotFound', `Some alarms do not exist: ${name}`, 404)
  );
}

function byArn(store: CloudWatchStore, region: string, arn: string | undefined): AlarmRecord {
  return recordOf(store, region, (arn ?? '').split(':alarm:')[1] ?? '');
}

async function describeAll(
  store: CloudWatchStore,
  region: string,
  records: readonly AlarmRecord[],
): Promise<MetricAlarm[]> {
  // A lost region evaluates nothing: its alarms have no data.
  const states =
    (await askCloudWatchIfRunning(store.deps.dataPlane, region, 'describeAlarmStates', {})) ?? [];
  return records.map((record) =>
    describe(
      record,
      states.find((state) => state.arn === record.arn),
    ),
  );
}

/** Undefined where nobody evaluates it, or it was not yet. */
export async function stateOf(
  store: CloudWatchStore,
  region: string,
  arn: string,
): Promise<AlarmState | undefined> {
  const { dataPlane } = store.deps;
  const states = await askCloudWatchIfRunning(dataPlane, region, 'describeAlarmStates', {});
  return states?.find((state) => state.arn === arn);
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
