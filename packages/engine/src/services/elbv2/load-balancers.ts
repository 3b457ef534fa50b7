import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { hexadecimal } from '../../kernel/identifiers.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { describeAttributes, LOAD_BALANCER_ATTRIBUTES, mergeAttributes } from './attributes.ts';
import { addTags } from './elb-tags.ts';
import { type ElbV2Store, fail, required } from './elbv2-store.ts';
import { canonicalHostedZoneId } from './hosted-zones.ts';
import { checkSecurityGroups, chooseSubnets } from './load-balancer-network.ts';
import { checkName, pageOf } from './names.ts';
import type { LoadBalancerRecord } from './records.ts';

const DNS_SUFFIX_MAX = 2_000_000_000;

export class LoadBalancerOperations {
  readonly #store: ElbV2Store;

  constructor(store: ElbV2Store) {
    this.#store = store;
  }

  readonly CreateLoadBalancer = (
    context: RequestContext,
    input: CreateLoadBalancerInput,
  ): CreateLoadBalancerOutput => {
    refuseOthers('CreateLoadBalancer', input, [
      'Name',
      'Subnets',
      'SubnetMappings',
      'SecurityGroups',
      'Scheme',
      'Tags',
      'Type',
      'IpAddressType',
    ]);
    const { region } = context;
    const name = required(input.Name, 'Name');
    checkName(name, 'Load balancer');
    if ((input.Type ?? 'application') !== 'application')
      fail('ValidationError', `Load balancer type '${input.Type ?? ''}' is not supported here`);
    if ((input.IpAddressType ?? 'ipv4') !== 'ipv4')
      fail(
        'ValidationError',
        `IP address type '${input.IpAddressType ?? ''}' is not supported here`,
      );
    if (this.#store.loadBalancers.list(region).some((held) => held.name === name))
      fail(
        'DuplicateLoadBalancerName',
        'A load balancer with the same name exists, but with different settings',
      );
    const record = this.#newRecord(context, name, input);
    this.#store.loadBalancers.put(region, record.arn, record);
    addTags(this.#store, region, record.arn, input.Tags);
    this.#store.changed();
    return { LoadBalancers: [describe(record)] };
  };

  readonly DescribeLoadBalancers = (
    context: RequestContext,
    input: DescribeLoadBalancersInput,
  ): DescribeLoadBalancersOutput => {
    const { region } = context;
    const all = this.#store.loadBalancers.list(region);
    const arns = input.LoadBalancerArns ?? [];
    const names = input.Names ?? [];
    for (const name of names)
      if (!all.some((record) => record.name === name))
        fail('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
    const byArn = arns.length > 0 ? arns.map((arn) => this.#store.loadBalancer(region, arn)) : all;
    const records = names.length > 0 ? byArn.filter(({ name }) => names.includes(name)) : byArn;
    const { items, marker } = pageOf(records, input);
    return { LoadBalancers: items.map(describe), NextMarker: marker };
  };

  readonly DeleteLoadBalancer = (
    context: RequestContext,
    input: DeleteLoadBalancerInput,
  ): DeleteLoadBalancerOutput => {
    const { region } = context;
    const arn = required(input.LoadBalancerArn, 'LoadBalancerArn');
    const record = this.#store.loadBalancers.get(region, arn);
    // Deleting what is gone succeeds. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
    if (record === undefined) return {};
    if (record.attributes['deletion_protection.enabled'] === 'true')
      fail(
        'OperationNotPermitted',
        `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
      );
    this.#forgetListeners(region, arn);
    this.#store.ec2.releasePrivateAddresses(region, arn);
    this.#store.loadBalancers.delete(region, arn);
    this.#store.tags.delete(region, arn);
    this.#store.changed();
    return {};
  };

  readonly SetSubnets = (context: RequestContext, input: SetSubnetsInput): SetSubnetsOutput => {
    refuseOthers('SetSubnets', input, ['LoadBalancerArn', 'Subnets', 'SubnetMappings']);
    const { region } = context;
    const record = this.#load(region, input);
    const subnets = chooseSubnets(this.#store, region, input);
    const kept = new Set(subnets.map((subnet) => subnet.subnetId));
    for (const node of record.nodes)
      if (!kept.has(node.subnetId))
        this.#store.ec2.releasePrivateAddresses(region, record.arn, node.subnetId);
    const updated = { ...record, nodes: this.#nodes(region, record.arn, subnets) };
    this.#store.loadBalancers.put(region, record.arn, updated);
    this.#store.changed();
    return { AvailabilityZones: zonesOf(updated), IpAddressType: 'ipv4' };
  };

  readonly SetSecurityGroups = (
    context: RequestContext,
    input: SetSecurityGroupsInput,
  ): SetSecurityGroupsOutput => {
    refuseOthers('SetSecurityGroups', input, ['LoadBalancerArn', 'SecurityGroups']);
    const record = this.#load(context.region, input);
    const ids = required(input.SecurityGroups, 'SecurityGroups');
    const securityGroupIds = checkSecurityGroups(this.#store, context.region, record.vpcId, ids);
    this.#store.loadBalancers.put(context.region, record.arn, { ...record, securityGroupIds });
    this.#store.changed();
    return { SecurityGroupIds: securityGroupIds };
  };

  readonly ModifyLoadBalancerAttributes = (
    context: RequestContext,
    input: ModifyLoadBalancerAttributesInput,
  ): ModifyLoadBalancerAttributesOutput => {
    const record = this.#load(context.region, input);
    const attributes = mergeAttributes(
      LOAD_BALANCER_ATTRIBUTES,
      record.attributes,
      input.Attributes,
    );
    this.#store.loadBalancers.put(context.region, record.arn, { ...record, attributes });
    this.#store.changed();
    return { Attributes: describeAttributes(LOAD_BALANCER_ATTRIBUTES, attributes) };
  };

  readonly DescribeLoadBalancerAttributes = (
    context: RequestContext,
    input: DescribeLoadBalancerAttributesInput,
  ): DescribeLoadBalancerAttributesOutput => {
    const record = this.#load(context.region, input);
    return { Attributes: describeAttributes(LOAD_BALANCER_ATTRIBUTES, record.attributes) };
  };

  #load(region: string, input: { LoadBalancerArn?: string | undefined }): LoadBalancerRecord {
    return this.#store.loadBalancer(region, required(input.LoadBalancerArn, 'LoadBalancerArn'));
  }

  #newRecord(
    context: RequestContext,
    name: string,
    input: CreateLoadBalancerInput,
  ): LoadBalancerRecord {
    const { region, account } = context;
    const { clock, random } = this.#store.deps;
    const hostedZoneId =
      canonicalHostedZoneId(region) ??
      fail('ValidationError', `The region '${region}' has no Elastic Load Balancing here`);
    const subnets = chooseSubnets(this.#store, region, input);
    const vpcId = subnets[0]?.vpcId ?? '';
    const scheme = input.Scheme ?? 'internet-facing';
    if (scheme === 'internet-facing' && !this.#store.ec2.vpcHasInternetGateway(region, vpcId))
      fail('InvalidSubnet', `VPC ${vpcId} has no internet gateway`);
    const securityGroupIds = checkSecurityGroups(
      this.#store,
      region,
      vpcId,
      input.SecurityGroups ?? [],
    );
    const id = hexadecimal(random, 16);
    const arn = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${name}/${id}`;
    const suffix = Math.floor(random.next() * DNS_SUFFIX_MAX) + 1;
    const prefix = scheme === 'internal' ? 'internal-' : '';
    return {
      arn,
      name,
      dnsName: `${prefix}${name}-${suffix}.${region}.elb.amazonaws.com`,
      hostedZoneId,
      vpcId,
      scheme,
      securityGroupIds,
      nodes: this.#nodes(region, arn, subnets),
      createdMs: clock.nowMs(),
      attributes: {},
    };
  }

  #nodes(
    region: string,
    arn: string,
    subnets: readonly { subnetId: string; zone: string }[],
  ): LoadBalancerRecord['nodes'] {
    return subnets.map(({ subnetId, zone }) => ({
      subnetId,
      zone,
      privateIp: this.#store.ec2.allotPrivateAddress(region, subnetId, arn),
    }));
  }

  #forgetListeners(region: string, loadBalancerArn: string): void {
    for (const listener of this.#store.listeners.list(region)) {
      if (listener.loadBalancerArn !== loadBalancerArn) continue;
      for (const rule of this.#store.rules.list(region)) {
        if (rule.listenerArn !== listener.arn) continue;
        this.#store.rules.delete(region, rule.arn);
        this.#store.tags.delete(region, rule.arn);
      }
      this.#store.listeners.delete(region, listener.arn);
      this.#store.tags.delete(region, listener.arn);
    }
  }
}

function describe(record: LoadBalancerRecord): LoadBalancer {
  return {
    LoadBalancerArn: record.arn,
    LoadBalancerName: record.name,
    DNSName: record.dnsName,
    CanonicalHostedZoneId: record.hostedZoneId,
    CreatedTime: new Date(record.createdMs),
    Scheme: record.scheme,
    Type: 'application',
    IpAddressType: 'ipv4',
    State: { Code: 'active' },
    VpcId: record.vpcId,
    SecurityGroups: record.securityGroupIds,
    AvailabilityZones: zonesOf(record),
  };
}

function zonesOf(record: LoadBalancerRecord): NonNullable<LoadBalancer['AvailabilityZones']> {
  return record.nodes.map((node) => ({
    ZoneName: node.zone,
    SubnetId: node.subnetId,
    LoadBalancerAddresses: [],
  }));
}
