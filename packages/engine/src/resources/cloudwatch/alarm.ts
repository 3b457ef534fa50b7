import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { CloudWatchAlarmProperties as Alarm } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';

const NAME_LENGTH_MAX = 255;
const ONE_METRIC = { refused: 'alarms watch one metric by one statistic in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
const type = resourceType('AWS::CloudWatch::Alarm', {
  ActionsEnabled: 'passes',
  AlarmActions: 'passes',
  AlarmDescription: 'passes',
  AlarmName: 'works',
  ComparisonOperator: 'passes',
  DatapointsToAlarm: 'passes',
  Dimensions: 'passes',
  EvaluateLowSampleCountPercentile: ONE_METRIC,
  EvaluationCriteria: ONE_METRIC,
  EvaluationInterval: ONE_METRIC,
  EvaluationPeriods: 'passes',
  EvaluationWindow: ONE_METRIC,
  ExtendedStatistic: ONE_METRIC,
  InsufficientDataActions: 'passes',
  MetricName: 'passes',
  Metrics: ONE_METRIC,
  Namespace: 'passes',
  OKActions: 'passes',
  Period: 'passes',
  Statistic: 'passes',
  Tags: 'passes',
  Threshold: 'passes',
  ThresholdMetricId: ONE_METRIC,
  TreatMissingData: 'passes',
  Unit: {
    inert: 'on AWS, which unit of the metric is watched; here a metric has one',
    passes: true,
  },
  WarmUpConfiguration: ONE_METRIC,
});

export const alarm = type.handler({
  create(properties, context) {
    const name = properties.AlarmName ?? physicalName(context, NAME_LENGTH_MAX);
    return Promise.resolve(put(properties, name, context));
  },

  update(properties, previous, physicalId, context) {
    const result = put(properties, physicalId, context);
    // Of an alarm that is there, PutMetricAlarm leaves the tags alone.
    const { TagResource, UntagResource } = context.services.cloudwatch.operations;
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    const ResourceARN = arnOf(physicalId, context);
    UntagResource(context.request, { ResourceARN, TagKeys: goneKeys });
    TagResource(context.request, { ResourceARN, Tags: wanted });
    return Promise.resolve(result);
  },

  remove(physicalId, _properties, context) {
    const { cloudwatch } = context.services;
    if (cloudwatch.alarmExists(context.request.region, physicalId))
      cloudwatch.operations.DeleteAlarms(context.request, { AlarmNames: [physicalId] });
    return Promise.resolve();
  },
});

function put(properties: Alarm, name: string, context: HandlerContext): ResourceResult {
  context.services.cloudwatch.operations.PutMetricAlarm(context.request, {
    ...type.passed<PutMetricAlarmInput>(properties),
    AlarmName: name,
  });
  return { physicalId: name, attributes: { Arn: arnOf(name, context) } };
}

function arnOf(name: string, { request: { account, region } }: HandlerContext): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}
