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
import { fail } from '../../../kernel/fail.ts';
import { hexadecimal } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { describeAttributes, LOAD_BALANCER_ATTRIBUTES, mergeAttributes } from './attributes.ts';
import { putTags } from '../elb-tags.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import { canonicalHostedZoneId } from './hosted-zones.ts';
import { checkSecurityGroups, chooseSubnets } from './load-balancer-network.ts';
import { checkName, pageOf } from '../names.ts';
import type { LoadBalancerRecord } from '../records.ts';
import { isSame } from '../same-settings.ts';

const DNS_SUFFIX_MAX = 2_000_000_000;

export const loadBalancerOperations = {
  CreateLoadBalancer: operation(createLoadBalancer, {
    accepts: [
      'Name',
      'Subnets',
      'SubnetMappings',
      'SecurityGroups',
      'Scheme',
      'Tags',
      'Type',
      'IpAddressType',
    ],
  }),
  DescribeLoadBalancers: operation(describeLoadBalancers),
  DeleteLoadBalancer: operation(deleteLoadBalancer),
  SetSubnets: operation(setSubnets, { accepts: ['LoadBalancerArn', 'Subnets', 'SubnetMappings'] }),
  SetSecurityGroups: operation(setSecurityGroups, {
    accepts: ['LoadBalancerArn', 'SecurityGroups'],
  }),
  ModifyLoadBalancerAttributes: operation(modifyLoadBalancerAttributes),
  DescribeLoadBalancerAttributes: operation(describeLoadBalancerAttributes),
};

function createLoadBalancer(
  store: ElbV2Store,
  context: RequestContext,
  input: CreateLoadBalancerInput,
): CreateLoadBalancerOutput {
  const { region } = context;
  const name = required(input.Name, 'Name');
  checkName(name, 'Load balancer');
  if ((input.Type ?? 'application') !== 'application')
    fail('ValidationError', `Load balancer type '${input.Type ?? ''}' is not supported here`);
  if ((input.IpAddressType ?? 'ipv4') !== 'ipv4')
    fail('ValidationError', `IP address type '${input.IpAddressType ?? ''}' is not supported here`);
  const network = networkOf(store, region, input);
  const held = store.loadBalancers.list(region).find((record) => record.name === name);
  if (held !== undefined) {
    const { arn } = held;
    const wanted = { settings: settingsOf(network), tags: input.Tags };
    if (isSame(store, region, { arn, settings: settingsOf(held) }, wanted))
      return { LoadBalancers: [describe(held)] };
    fail(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  const record = newRecord(store, context, name, network);
  store.loadBalancers.put(region, record.arn, record);
  putTags(store, region, record.arn, input.Tags);
  store.changed();
  return { LoadBalancers: [describe(record)] };
}

function describeLoadBalancers(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeLoadBalancersInput,
): DescribeLoadBalancersOutput {
  const { region } = context;
  const all = store.loadBalancers.list(region);
  const arns = input.LoadBalancerArns ?? [];
  const names = input.Names ?? [];
  for (const name of names)
    if (!all.some((record) => record.name === name))
      fail('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
  const byArn = arns.length > 0 ? arns.map((arn) => store.loadBalancer(region, arn)) : all;
  const records = names.length > 0 ? byArn.filter(({ name }) => names.includes(name)) : byArn;
  const { items, marker } = pageOf(records, input);
  return { LoadBalancers: items.map(describe), NextMarker: marker };
}

function deleteLoadBalancer(
  store: ElbV2Store,
  context: RequestContext,
  input: DeleteLoadBalancerInput,
): DeleteLoadBalancerOutput {
  const { region } = context;
  const arn = required(input.LoadBalancerArn, 'LoadBalancerArn');
  const record = store.loadBalancers.get(region, arn);
  // Deleting what is gone succeeds.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
  if (record === undefined) return {};
  if (record.attributes['deletion_protection.enabled'] === 'true')
    fail(
      'OperationNotPermitted',
      `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
    );
  forgetListeners(store, region, arn);
  store.ec2.releasePrivateAddresses(region, arn);
  store.loadBalancers.delete(region, arn);
  store.tags.delete(region, arn);
  store.changed();
  return {};
}

function setSubnets(
  store: ElbV2Store,
  context: RequestContext,
  input: SetSubnetsInput,
): SetSubnetsOutput {
  const { region } = context;
  const record = load(store, region, input);
  const subnets = chooseSubnets(store, region, input);
  const kept = new Set(subnets.map((subnet) => subnet.subnetId));
  for (const node of record.nodes)
    if (!kept.has(node.subnetId))
      store.ec2.releasePrivateAddresses(region, record.arn, node.subnetId);
  const updated = { ...record, nodes: nodesOf(store, region, record.arn, subnets) };
  store.loadBalancers.put(region, record.arn, updated);
  store.changed();
  return { AvailabilityZones: zonesOf(updated), IpAddressType: 'ipv4' };
}

function setSecurityGroups(
  store: ElbV2Store,
  context: RequestContext,
  input: SetSecurityGroupsInput,
): SetSecurityGroupsOutput {
  const record = load(store, context.region, input);
  const ids = required(input.SecurityGroups, 'SecurityGroups');
  const securityGroupIds = checkSecurityGroups(store, context.region, record.vpcId, ids);
  store.loadBalancers.put(context.region, record.arn, { ...record, securityGroupIds });
  store.changed();
  return { SecurityGroupIds: securityGroupIds };
}

function modifyLoadBalancerAttributes(
  store: ElbV2Store,
  context: RequestContext,
  input: ModifyLoadBalancerAttributesInput,
): ModifyLoadBalancerAttributesOutput {
  const record = load(store, context.region, input);
  const attributes = mergeAttributes(LOAD_BALANCER_ATTRIBUTES, record.attributes, input.Attributes);
  store.loadBalancers.put(context.region, record.arn, { ...record, attributes });
  store.changed();
  return { Attributes: describeAttributes(LOAD_BALANCER_ATTRIBUTES, attributes) };
}

function describeLoadBalancerAttributes(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeLoadBalancerAttributesInput,
): DescribeLoadBalancerAttributesOutput {
  const record = load(store, context.region, input);
  return { Attributes: describeAttributes(LOAD_BALANCER_ATTRIBUTES, record.attributes) };
}

function load(
  store: ElbV2Store,
  region: string,
  input: { LoadBalancerArn?: string | undefined },
): LoadBalancerRecord {
  return store.loadBalancer(region, required(input.LoadBalancerArn, 'LoadBalancerArn'));
}

/** Where a load balancer is to stand, checked. */
interface BalancerNetwork {
  vpcId: string;
  scheme: LoadBalancerRecord['scheme'];
  securityGroupIds: string[];
  nodes: readonly { subnetId: string; zone: string }[];
}

function networkOf(
  store: ElbV2Store,
  region: string,
  input: CreateLoadBalancerInput,
): BalancerNetwork {
  const nodes = chooseSubnets(store, region, input);
  const vpcId = nodes[0]?.vpcId ?? '';
  const scheme = input.Scheme ?? 'internet-facing';
  if (scheme === 'internet-facing' && !store.ec2.vpcHasInternetGateway(region, vpcId))
    fail('InvalidSubnet', `VPC ${vpcId} has no internet gateway`);
  const securityGroupIds = checkSecurityGroups(store, region, vpcId, input.SecurityGroups ?? []);
  return { vpcId, scheme, securityGroupIds, nodes };
}

/** What CreateLoadBalancer says of one. */
function settingsOf({ vpcId, scheme, securityGroupIds, nodes }: BalancerNetwork): unknown {
  const subnetIds = nodes.map(({ subnetId }) => subnetId).sort();
  return { vpcId, scheme, subnetIds, securityGroupIds: [...securityGroupIds].sort() };
}

function newRecord(
  store: ElbV2Store,
  context: RequestContext,
  name: string,
  { nodes, ...network }: BalancerNetwork,
): LoadBalancerRecord {
  const { region, account } = context;
  const { clock, random } = store.deps;
  const hostedZoneId =
    canonicalHostedZoneId(region) ??
    fail('ValidationError', `The region '${region}' has no Elastic Load Balancing here`);
  const id = hexadecimal(random, 16);
  const arn = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${name}/${id}`;
  const suffix = Math.floor(random.next() * DNS_SUFFIX_MAX) + 1;
  const prefix = network.scheme === 'internal' ? 'internal-' : '';
  return {
    arn,
    name,
    dnsName: `${prefix}${name}-${suffix}.${region}.elb.amazonaws.com`,
    hostedZoneId,
    ...network,
    nodes: nodesOf(store, region, arn, nodes),
    createdMs: clock.nowMs(),
    attributes: {},
  };
}

function nodesOf(
  store: ElbV2Store,
  region: string,
  arn: string,
  subnets: readonly { subnetId: string; zone: string }[],
): LoadBalancerRecord['nodes'] {
  return subnets.map(({ subnetId, zone }) => ({
    subnetId,
    zone,
    privateIp: store.ec2.allotPrivateAddress(region, subnetId, arn),
  }));
}

function forgetListeners(store: ElbV2Store, region: string, loadBalancerArn: string): void {
  for (const listener of store.listeners.list(region)) {
    if (listener.loadBalancerArn !== loadBalancerArn) continue;
    for (const rule of store.rules.list(region)) {
      if (rule.listenerArn !== listener.arn) continue;
      store.rules.delete(region, rule.arn);
      store.tags.delete(region, rule.arn);
    }
    store.listeners.delete(region, listener.arn);
    store.tags.delete(region, listener.arn);
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
