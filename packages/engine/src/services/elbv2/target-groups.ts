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
import { hexadecimal } from '../../kernel/identifiers.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { describeAttributes, mergeAttributes, TARGET_GROUP_ATTRIBUTES } from './attributes.ts';
import { addTags } from './elb-tags.ts';
import { type ElbV2Store, fail, required } from './elbv2-store.ts';
import { HEALTH_CHECK_DEFAULTS, mergeHealthCheck } from './health-check-settings.ts';
import { checkName, pageOf } from './names.ts';
import type { TargetGroupRecord } from './records.ts';

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

export class TargetGroupOperations {
  readonly #store: ElbV2Store;

  constructor(store: ElbV2Store) {
    this.#store = store;
  }

  readonly CreateTargetGroup = (
    context: RequestContext,
    input: CreateTargetGroupInput,
  ): CreateTargetGroupOutput => {
    refuseOthers('CreateTargetGroup', input, [
      ...HEALTH_CHECK_MEMBERS,
      'Name',
      'Protocol',
      'ProtocolVersion',
      'Port',
      'VpcId',
      'TargetType',
      'IpAddressType',
      'Tags',
    ]);
    const { region } = context;
    const record = this.#newRecord(context, input);
    if (this.#store.targetGroups.list(region).some((held) => held.name === record.name))
      fail(
        'DuplicateTargetGroupName',
        `A target group with the same name '${record.name}' exists, but with different settings`,
      );
    this.#store.targetGroups.put(region, record.arn, record);
    addTags(this.#store, region, record.arn, input.Tags);
    this.#store.changed();
    return { TargetGroups: [this.#describe(region, record)] };
  };

  readonly ModifyTargetGroup = (
    context: RequestContext,
    input: ModifyTargetGroupInput,
  ): ModifyTargetGroupOutput => {
    refuseOthers('ModifyTargetGroup', input, [...HEALTH_CHECK_MEMBERS, 'TargetGroupArn']);
    const record = this.#load(context.region, input);
    const updated = { ...record, healthCheck: mergeHealthCheck(record.healthCheck, input) };
    this.#store.targetGroups.put(context.region, record.arn, updated);
    this.#store.changed();
    return { TargetGroups: [this.#describe(context.region, updated)] };
  };

  readonly DescribeTargetGroups = (
    context: RequestContext,
    input: DescribeTargetGroupsInput,
  ): DescribeTargetGroupsOutput => {
    const { region } = context;
    const {
      LoadBalancerArn: loadBalancerArn,
      TargetGroupArns: arns = [],
      Names: names = [],
    } = input;
    const all = this.#store.targetGroups.list(region);
    for (const name of names)
      if (!all.some((record) => record.name === name))
        fail('TargetGroupNotFound', 'One or more target groups not found');
    const named = arns.length > 0 ? arns.map((arn) => this.#store.targetGroup(region, arn)) : all;
    const used =
      loadBalancerArn === undefined
        ? undefined
        : this.#store.targetGroupArnsOf(
            region,
            this.#store.loadBalancer(region, loadBalancerArn).arn,
          );
    const records = named
      .filter((record) => names.length === 0 || names.includes(record.name))
      .filter((record) => used === undefined || used.includes(record.arn));
    const { items, marker } = pageOf(records, input);
    return {
      TargetGroups: items.map((record) => this.#describe(region, record)),
      NextMarker: marker,
    };
  };

  readonly DeleteTargetGroup = (
    context: RequestContext,
    input: DeleteTargetGroupInput,
  ): DeleteTargetGroupOutput => {
    const { region } = context;
    const arn = required(input.TargetGroupArn, 'TargetGroupArn');
    // Deleting what is gone succeeds. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
    if (this.#store.targetGroups.get(region, arn) === undefined) return {};
    if (this.#store.loadBalancerArnsOf(region, arn).length > 0)
      fail('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
    this.#store.targetGroups.delete(region, arn);
    this.#store.tags.delete(region, arn);
    this.#store.changed();
    return {};
  };

  readonly ModifyTargetGroupAttributes = (
    context: RequestContext,
    input: ModifyTargetGroupAttributesInput,
  ): ModifyTargetGroupAttributesOutput => {
    const record = this.#load(context.region, input);
    const attributes = mergeAttributes(
      TARGET_GROUP_ATTRIBUTES,
      record.attributes,
      input.Attributes,
    );
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
    if (
      Number(attributes['slow_start.duration_seconds'] ?? '0') > 0 &&
      (attributes['load_balancing.algorithm.type'] ?? 'round_robin') !== 'round_robin'
    )
      fail('InvalidConfigurationRequest', 'Slow start needs the round_robin algorithm');
    this.#store.targetGroups.put(context.region, record.arn, { ...record, attributes });
    this.#store.changed();
    return { Attributes: describeAttributes(TARGET_GROUP_ATTRIBUTES, attributes) };
  };

  readonly DescribeTargetGroupAttributes = (
    context: RequestContext,
    input: DescribeTargetGroupAttributesInput,
  ): DescribeTargetGroupAttributesOutput => {
    const record = this.#load(context.region, input);
    return { Attributes: describeAttributes(TARGET_GROUP_ATTRIBUTES, record.attributes) };
  };

  #load(region: string, input: { TargetGroupArn?: string | undefined }): TargetGroupRecord {
    return this.#store.targetGroup(region, required(input.TargetGroupArn, 'TargetGroupArn'));
  }

  #newRecord(context: RequestContext, input: CreateTargetGroupInput): TargetGroupRecord {
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
      fail(
        'ValidationError',
        `IP address type '${input.IpAddressType ?? ''}' is not supported here`,
      );
    const vpcId = required(input.VpcId, 'VpcId');
    if (!this.#store.ec2.vpcExists(region, vpcId))
      fail('ValidationError', `The VPC ID '${vpcId}' is not found`);
    const port = required(input.Port, 'Port');
    if (port < 1 || port > 65_535)
      fail('ValidationError', `Port '${port}' must be between 1 and 65535`);
    const id = hexadecimal(this.#store.deps.random, 16);
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

  #describe(region: string, record: TargetGroupRecord): TargetGroup {
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
      LoadBalancerArns: this.#store.loadBalancerArnsOf(region, record.arn),
    };
  }
}
