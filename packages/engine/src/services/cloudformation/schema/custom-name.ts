import type { JsonObject } from '@understudy/contract';

/**
 * The properties that name a resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
};

/** The name that a resource's replacement would share with it; undefined where there is none. */
export function sharedName(
  type: string,
  before: JsonObject,
  after: JsonObject,
): string | undefined {
  const property = Object.hasOwn(NAME_PROPERTIES, type) ? NAME_PROPERTIES[type] : undefined;
  const name = property === undefined ? undefined : after[property];
  if (property === undefined || typeof name !== 'string') return undefined;
  return before[property] === name ? name : undefined;
}
