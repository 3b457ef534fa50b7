import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { pairsOf, updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 32;
const NETWORK_ONLY = { refused: 'only Application Load Balancers exist in the local engine' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html */
export const loadBalancer: ResourceHandler = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  properties: {
    EnableCapacityReservationProvisionStabilize: { inert: 'on AWS, waits for reserved capacity' },
    EnablePrefixForIpv6SourceNat: NETWORK_ONLY,
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: NETWORK_ONLY,
    IpAddressType: 'works',
    Ipv4IpamPoolId: { refused: 'the local engine has no IP address manager (IPAM)' },
    LoadBalancerAttributes: 'works',
    MinimumLoadBalancerCapacity: { inert: 'on AWS, capacity that is kept ready' },
    Name: 'works',
    Scheme: 'works',
    SecurityGroups: 'works',
    SubnetMappings: 'works',
    Subnets: 'works',
    Tags: 'works',
    Type: 'works',
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateLoadBalancer, DeleteLoadBalancer } = context.services.elbv2.operations;
    const { LoadBalancers: made } = CreateLoadBalancer(context.request, {
      Name: reader.text('Name') ?? physicalName(context, NAME_LENGTH_MAX),
      ...subnetsOf(reader),
      SecurityGroups: reader.texts('SecurityGroups'),
      Scheme: reader.text('Scheme') as 'internal' | undefined,
      Type: reader.text('Type') as 'application' | undefined,
      IpAddressType: reader.text('IpAddressType') as 'ipv4' | undefined,
      Tags: reader.tags(),
    });
    const arn = made?.[0]?.LoadBalancerArn ?? '';
    await undoing(
      () => DeleteLoadBalancer(context.request, { LoadBalancerArn: arn }),
      () => setAttributes(arn, properties, context),
    );
    return { physicalId: arn, attributes: attributesOf(arn, context) };
  },

  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { SetSecurityGroups, SetSubnets } = context.services.elbv2.operations;
    if (changed(properties, previous, 'Subnets') || changed(properties, previous, 'SubnetMappings'))
      SetSubnets(context.request, { LoadBalancerArn: physicalId, ...subnetsOf(reader) });
    if (changed(properties, previous, 'SecurityGroups'))
      SetSecurityGroups(context.request, {
        LoadBalancerArn: physicalId,
        SecurityGroups: reader.texts('SecurityGroups') ?? [],
      });
    setAttributes(physicalId, properties, context);
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    // Deleting a load balancer that is gone succeeds.
    const { DeleteLoadBalancer } = context.services.elbv2.operations;
    DeleteLoadBalancer(context.request, { LoadBalancerArn: physicalId });
    return Promise.resolve();
  },
};

function subnetsOf(reader: PropertyReader): {
  Subnets: string[] | undefined;
  SubnetMappings: { SubnetId: string | undefined; AllocationId: string | undefined }[] | undefined;
} {
  const mappings = reader.objects('SubnetMappings')?.map((mapping) => ({
    SubnetId: mapping.text('SubnetId'),
    AllocationId: mapping.text('AllocationId'),
    IPv6Address: mapping.text('IPv6Address'),
    PrivateIPv4Address: mapping.text('PrivateIPv4Address'),
  }));
  return { Subnets: reader.texts('Subnets'), SubnetMappings: mappings };
}

function setAttributes(arn: string, properties: Properties, context: ResourceContext): void {
  const given = pairsOf(properties, 'LoadBalancerAttributes');
  if (given.length === 0) return;
  context.services.elbv2.operations.ModifyLoadBalancerAttributes(context.request, {
    LoadBalancerArn: arn,
    Attributes: given,
  });
}

function attributesOf(arn: string, context: ResourceContext): Record<string, string | string[]> {
  const { DescribeLoadBalancers } = context.services.elbv2.operations;
  const { LoadBalancers: found } = DescribeLoadBalancers(context.request, {
    LoadBalancerArns: [arn],
  });
  const described = found?.[0];
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: described?.LoadBalancerName ?? '',
    LoadBalancerFullName: arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length),
    DNSName: described?.DNSName ?? '',
    CanonicalHostedZoneID: described?.CanonicalHostedZoneId ?? '',
    SecurityGroups: described?.SecurityGroups ?? [],
  };
}
