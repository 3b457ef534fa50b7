import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { hexadecimal } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import {
  describeAttributes,
  checkThresholds,
  mergeAttributes,
  TARGET_GROUP_ATTRIBUTES,
} from '../load-balancers/attributes.ts';
import { putTags } from '../elb-tags.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import { HEALTH_CHECK_DEFAULTS, mergeHealthCheck } from './health-check-settings.ts';
import { checkName, pageOf } from '../names.ts';
import type { TargetGroupRecord } from '../records.ts';
import { isSame } from '../same-settings.ts';

const HEALTH_CHECK_MEMBERS = [
  'HealthCheckEnabled',
  'HealthCheckProtocol',
  'HealthCheckPort',
  'HealthCheckPath',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher',
] as const;

export const targetGroupOperations = {
  CreateTargetGroup: operation(createTargetGroup, {
    accepts: [
      ...HEALTH_CHECK_MEMBERS,
      'Name',
      'Protocol',
      'ProtocolVersion',
      'Port',
      'VpcId',
      'TargetType',
      'IpAddressType',
      'Tags',
    ],
  }),
  ModifyTargetGroup: operation(modifyTargetGroup, {
    accepts: [...HEALTH_CHECK_MEMBERS, 'TargetGroupArn'],
  }),
  DescribeTargetGroups: operation(describeTargetGroups),
  DeleteTargetGroup: operation(deleteTargetGroup),
  ModifyTargetGroupAttributes: operation(modifyTargetGroupAttributes),
  DescribeTargetGroupAttributes: operation(describeTargetGroupAttributes),
};

function createTargetGroup(
  store: ElbV2Store,
  context: RequestContext,
  input: CreateTargetGroupInput,
): CreateTargetGroupOutput {
  const { region } = context;
  const record = newRecord(store, context, input);
  const held = store.targetGroups.list(region).find(({ name }) => name === record.name);
  if (held !== undefined) {
    const { arn } = held;
    const wanted = { settings: settingsOf(record), tags: input.Tags };
    if (isSame(store, region, { arn, settings: settingsOf(held) }, wanted))
      return { TargetGroups: [describe(store, region, held)] };
    fail(
      'DuplicateTargetGroupName',
      `A target group with the same name '${record.name}' exists, but with different settings`,
    );
  }
  store.targetGroups.put(region, record.arn, record);
  putTags(store, region, record.arn, input.Tags);
  store.changed();
  return { TargetGroups: [describe(store, region, record)] };
}

function modifyTargetGroup(
  store: ElbV2Store,
  context: RequestContext,
  input: ModifyTargetGroupInput,
): ModifyTargetGroupOutput {
  const record = load(store, context.region, input);
  const updated = { ...record, healthCheck: mergeHealthCheck(record.healthCheck, input) };
  store.targetGroups.put(context.region, record.arn, updated);
  store.changed();
  return { TargetGroups: [describe(store, context.region, updated)] };
}

function describeTargetGroups(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeTargetGroupsInput,
): DescribeTargetGroupsOutput {
  const { region } = context;
  const { LoadBalancerArn: loadBalancerArn, TargetGroupArns: arns = [], Names: names = [] } = input;
  const all = store.targetGroups.list(region);
  for (const name of names)
    if (!all.some((record) => record.name === name))
      fail('TargetGroupNotFound', 'One or more target groups not found');
  const named = arns.length > 0 ? arns.map((arn) => store.targetGroup(region, arn)) : all;
  const used =
    loadBalancerArn === undefined
      ? undefined
      : store.targetGroupArnsOf(region, store.loadBalancer(region, loadBalancerArn).arn);
  const records = named
    .filter((record) => names.length === 0 || names.includes(record.name))
    .filter((record) => used === undefined || used.includes(record.arn));
  const { items, marker } = pageOf(records, input);
  return {
    TargetGroups: items.map((record) => describe(store, region, record)),
    NextMarker: marker,
  };
}

function deleteTargetGroup(
  store: ElbV2Store,
  context: RequestContext,
  input: DeleteTargetGroupInput,
): DeleteTargetGroupOutput {
  const { region } = context;
  const arn = required(input.TargetGroupArn, 'TargetGroupArn');
  // Deleting what is gone succeeds.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
  if (store.targetGroups.get(region, arn) === undefined) return {};
  if (store.loadBalancerArnsOf(region, arn).length > 0)
    fail('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
  store.targetGroups.delete(region, arn);
  store.tags.delete(region, arn);
  store.changed();
  return {};
}

function modifyTargetGroupAttributes(
  store: ElbV2Store,
  context: RequestContext,
  input: ModifyTargetGroupAttributesInput,
): ModifyTargetGroupAttributesOutput {
  const record = load(store, context.region, input);
  const attributes = mergeAttributes(TARGET_GROUP_ATTRIBUTES, record.attributes, input.Attributes);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
  if (
    Number(attributes['slow_start.duration_seconds'] ?? '0') > 0 &&
    (attributes['load_balancing.algorithm.type'] ?? 'round_robin') !== 'round_robin'
  )
    fail('InvalidConfigurationRequest', 'Slow start needs the round_robin algorithm');
  checkThresholds(attributes);
  store.targetGroups.put(context.region, record.arn, { ...record, attributes });
  store.changed();
  return { Attributes: describeAttributes(TARGET_GROUP_ATTRIBUTES, attributes) };
}

function describeTargetGroupAttributes(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput {
  const record = load(store, context.region, input);
  return { Attributes: describeAttributes(TARGET_GROUP_ATTRIBUTES, record.attributes) };
}

function load(
  store: ElbV2Store,
  region: string,
  input: { TargetGroupArn?: string | undefined },
): TargetGroupRecord {
  return store.targetGroup(region, required(input.TargetGroupArn, 'TargetGroupArn'));
}

function newRecord(
  store: ElbV2Store,
  context: RequestContext,
  input: CreateTargetGroupInput,
): TargetGroupRecord {
  const { region, account } = context;
  const name = required(input.Name, 'Name');
  checkName(name, 'Target group');
  if ((input.TargetType ?? 'instance') !== 'instance')
    fail('ValidationError', `Target type '${input.TargetType ?? ''}' is not supported here`);
  const protocol = required(input.Protocol, 'Protocol');
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    fail('ValidationError', `Protocol '${protocol}' is not supported here: use HTTP or HTTPS`);
  const version = input.ProtocolVersion ?? 'HTTP1';
  if (version !== 'HTTP1')
    fail('ValidationError', `Protocol version '${version}' is not supported here: use HTTP1`);
  if ((input.IpAddressType ?? 'ipv4') !== 'ipv4')
    fail('ValidationError', `IP address type '${input.IpAddressType ?? ''}' is not supported here`);
  const vpcId = required(input.VpcId, 'VpcId');
  if (!store.ec2.vpcExists(region, vpcId))
    fail('ValidationError', `The VPC ID '${vpcId}' is not found`);
  const port = required(input.Port, 'Port');
  if (port < 1 || port > 65_535)
    fail('ValidationError', `Port '${port}' must be between 1 and 65535`);
  const id = hexadecimal(store.deps.random, 16);
  return {
    arn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/${id}`,
    name,
    protocol,
    protocolVersion: version,
    port,
    vpcId,
    healthCheck: mergeHealthCheck({ ...HEALTH_CHECK_DEFAULTS, protocol }, input),
    attributes: {},
    targets: [],
  };
}

/** What CreateTargetGroup says of one. */
function settingsOf(record: TargetGroupRecord): unknown {
  const { protocol, protocolVersion, port, vpcId, healthCheck } = record;
  return { protocol, protocolVersion, port, vpcId, healthCheck };
}

function describe(store: ElbV2Store, region: string, record: TargetGroupRecord): TargetGroup {
  const { healthCheck } = record;
  return {
    TargetGroupArn: record.arn,
    TargetGroupName: record.name,
    Protocol: record.protocol,
    ProtocolVersion: record.protocolVersion,
    Port: record.port,
    VpcId: record.vpcId,
    TargetType: 'instance',
    IpAddressType: 'ipv4',
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: store.loadBalancerArnsOf(region, record.arn),
  };
}
