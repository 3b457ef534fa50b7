import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';

const NAME_LENGTH_MAX = 255;
const ONE_METRIC = { refused: 'alarms watch one metric by one statistic in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const alarm: ResourceHandler = {
  type: 'AWS::CloudWatch::Alarm',
  properties: {
    ActionsEnabled: 'works',
    AlarmActions: 'works',
    AlarmDescription: 'works',
    AlarmName: 'works',
    ComparisonOperator: 'works',
    DatapointsToAlarm: 'works',
    Dimensions: 'works',
    EvaluateLowSampleCountPercentile: ONE_METRIC,
    EvaluationCriteria: ONE_METRIC,
    EvaluationInterval: ONE_METRIC,
    EvaluationPeriods: 'works',
    EvaluationWindow: ONE_METRIC,
    ExtendedStatistic: ONE_METRIC,
    InsufficientDataActions: 'works',
    MetricName: 'works',
    Metrics: ONE_METRIC,
    Namespace: 'works',
    OKActions: 'works',
    Period: 'works',
    Statistic: 'works',
    Tags: 'works',
    Threshold: 'works',
    ThresholdMetricId: ONE_METRIC,
    TreatMissingData: 'works',
    Unit: { inert: 'on AWS, which unit of the metric is watched; here a metric has one' },
    WarmUpConfiguration: ONE_METRIC,
  },

  create(properties, context) {
    const name =
      new PropertyReader(properties).text('AlarmName') ?? physicalName(context, NAME_LENGTH_MAX);
    return Promise.resolve(put(properties, name, context));
  },

  update(properties, previous, physicalId, context) {
    const result = put(properties, physicalId, context);
    const { TagResource, UntagResource } = context.services.cloudwatch.operations;
    const wanted = new PropertyReader(properties).tags();
    const keys = new Set(wanted.map((tag) => tag.Key));
    const gone = new PropertyReader(previous).tags().filter((tag) => !keys.has(tag.Key));
    const ResourceARN = String(result.attributes['Arn']);
    UntagResource(context.request, { ResourceARN, TagKeys: gone.map(({ Key }) => Key) });
    TagResource(context.request, { ResourceARN, Tags: wanted });
    return Promise.resolve(result);
  },

  remove(physicalId, _properties, context) {
    const { cloudwatch } = context.services;
    if (cloudwatch.alarmExists(context.request.region, physicalId))
      cloudwatch.operations.DeleteAlarms(context.request, { AlarmNames: [physicalId] });
    return Promise.resolve();
  },
};

function put(properties: Properties, name: string, context: ResourceContext): ResourceResult {
  const { account, region } = context.request;
  const { PutMetricAlarm } = context.services.cloudwatch.operations;
  PutMetricAlarm(context.request, inputOf(new PropertyReader(properties), name));
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  return { physicalId: name, attributes: { Arn: arn } };
}

function inputOf(reader: PropertyReader, name: string): PutMetricAlarmInput {
  return {
    AlarmName: name,
    AlarmDescription: reader.text('AlarmDescription'),
    ActionsEnabled: reader.flag('ActionsEnabled'),
    AlarmActions: reader.texts('AlarmActions'),
    OKActions: reader.texts('OKActions'),
    InsufficientDataActions: reader.texts('InsufficientDataActions'),
    Namespace: reader.text('Namespace'),
    MetricName: reader.text('MetricName'),
    Dimensions: reader.objects('Dimensions')?.map((dimension) => ({
      Name: dimension.requiredText('Name'),
      Value: dimension.requiredText('Value'),
    })),
    Statistic: reader.text('Statistic') as PutMetricAlarmInput['Statistic'],
    Period: reader.number('Period'),
    Unit: reader.text('Unit') as PutMetricAlarmInput['Unit'],
    EvaluationPeriods: reader.number('EvaluationPeriods'),
    DatapointsToAlarm: reader.number('DatapointsToAlarm'),
    Threshold: reader.number('Threshold'),
    ComparisonOperator: reader.text(
      'ComparisonOperator',
    ) as PutMetricAlarmInput['ComparisonOperator'],
    TreatMissingData: reader.text('TreatMissingData'),
    Tags: reader.tags(),
  };
}
