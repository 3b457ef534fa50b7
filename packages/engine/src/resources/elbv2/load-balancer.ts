import type {
  CreateLoadBalancerInput,
  SetSubnetsInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { passesButFor } from '../../kernel/support.ts';
import {
  LOAD_BALANCER_ATTRIBUTES,
  fixedAttributes,
} from '../../services/elbv2/load-balancers/attributes.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { madeAnew } from './made-anew.ts';
import { physicalName } from '../physical-name.ts';
import type { ElasticLoadBalancingV2LoadBalancerProperties as LoadBalancer } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { ALB_ONLY } from './alb-only.ts';
import { updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 32;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html */
const type = resourceType('AWS::ElasticLoadBalancingV2::LoadBalancer', {
  EnableCapacityReservationProvisionStabilize: { inert: 'on AWS, waits for reserved capacity' },
  EnablePrefixForIpv6SourceNat: ALB_ONLY,
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: ALB_ONLY,
  IpAddressType: passesButFor(['dualstack', 'dualstack-without-public-ipv4'], {
    refused: 'the local network has no IPv6',
  }),
  Ipv4IpamPoolId: { refused: 'the local engine has no IP address manager (IPAM)' },
  LoadBalancerAttributes: 'works',
  'LoadBalancerAttributes.Key': {
    except: { 'access_logs.s3.enabled': { inert: 'on AWS, access logs in a bucket' } },
  },
  MinimumLoadBalancerCapacity: { inert: 'on AWS, capacity that is kept ready' },
  Name: 'works',
  Scheme: 'passes',
  SecurityGroups: 'passes',
  SubnetMappings: 'passes',
  Subnets: 'passes',
  Tags: 'works',
  Type: passesButFor(['network', 'gateway'], ALB_ONLY),
});

export const loadBalancer = type.handler({
  refuses: ({ LoadBalancerAttributes: given }) =>
    fixedAttributes(LOAD_BALANCER_ATTRIBUTES, given).map((message) => ({
      path: '#/LoadBalancerAttributes',
      message,
    })),

  async create(properties, context) {
    const { CreateLoadBalancer, DeleteLoadBalancer } = context.services.elbv2.operations;
    const name = properties.Name ?? physicalName(context, NAME_LENGTH_MAX);
    const isTaken = context.services.elbv2.isTaken(context.request.region, { loadBalancer: name });
    const { LoadBalancers: made } = madeAnew(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      isTaken,
      () =>
        CreateLoadBalancer(context.request, {
          ...type.passed<CreateLoadBalancerInput>(properties),
          Name: name,
          Tags: properties.Tags,
        }),
    );
    const arn = made?.[0]?.LoadBalancerArn ?? '';
    await undoing(
      () => DeleteLoadBalancer(context.request, { LoadBalancerArn: arn }),
      () => setAttributes(arn, properties, context),
    );
    return { physicalId: arn, attributes: attributesOf(arn, context) };
  },

  update(properties, previous, physicalId, context) {
    const { SetSecurityGroups, SetSubnets } = context.services.elbv2.operations;
    if (changed(properties, previous, 'Subnets') || changed(properties, previous, 'SubnetMappings'))
      SetSubnets(context.request, { LoadBalancerArn: physicalId, ...subnetsOf(properties) });
    if (changed(properties, previous, 'SecurityGroups'))
      SetSecurityGroups(context.request, {
        LoadBalancerArn: physicalId,
        SecurityGroups: properties.SecurityGroups ?? [],
      });
    setAttributes(physicalId, properties, context);
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    // Deleting a load balancer that is gone succeeds.
    const { DeleteLoadBalancer } = context.services.elbv2.operations;
    DeleteLoadBalancer(context.request, { LoadBalancerArn: physicalId });
    return Promise.resolve();
  },
});

function subnetsOf({
  Subnets,
  SubnetMappings,
}: LoadBalancer): Omit<SetSubnetsInput, 'LoadBalancerArn'> {
  return { Subnets, SubnetMappings };
}

function setAttributes(arn: string, properties: LoadBalancer, context: HandlerContext): void {
  const { LoadBalancerAttributes: given = [] } = properties;
  if (given.length === 0) return;
  context.services.elbv2.operations.ModifyLoadBalancerAttributes(context.request, {
    LoadBalancerArn: arn,
    Attributes: given,
  });
}

function attributesOf(arn: string, context: HandlerContext): Record<string, string | string[]> {
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
