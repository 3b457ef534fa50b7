import type { Authorizer } from '../authorization/authorizer.ts';
import type { ResourceHandler } from '../kernel/resource.ts';
import type { Services } from '../services/registry.ts';
import { autoScalingGroup } from './autoscaling/auto-scaling-group.ts';
import { scalingPolicy } from './autoscaling/scaling-policy.ts';
import { metadata } from './cdk/metadata.ts';
import { certificate } from './certificatemanager/certificate.ts';
import { cachePolicy } from './cloudfront/cache-policy.ts';
import { distribution } from './cloudfront/distribution.ts';
import { originAccessControl } from './cloudfront/origin-access-control.ts';
import { originRequestPolicy } from './cloudfront/origin-request-policy.ts';
import { responseHeadersPolicy } from './cloudfront/response-headers-policy.ts';
import { alarm } from './cloudwatch/alarm.ts';
import { eip } from './ec2/eip.ts';
import { internetGateway } from './ec2/internet-gateway.ts';
import { launchTemplate } from './ec2/launch-template.ts';
import { natGateway } from './ec2/nat-gateway.ts';
import { routeTable } from './ec2/route-table.ts';
import { route } from './ec2/route.ts';
import { securityGroupEgress } from './ec2/rules/security-group-egress.ts';
import { securityGroupIngress } from './ec2/rules/security-group-ingress.ts';
import { securityGroup } from './ec2/rules/security-group.ts';
import { subnetRouteTableAssociation } from './ec2/subnet-route-table-association.ts';
import { subnet } from './ec2/subnet.ts';
import { vpcEndpoint } from './ec2/vpc-endpoint.ts';
import { vpcGatewayAttachment } from './ec2/vpc-gateway-attachment.ts';
import { vpc } from './ec2/vpc.ts';
import { repository } from './ecr/repository.ts';
import { listenerRule } from './elbv2/listener-rule.ts';
import { listener } from './elbv2/listener.ts';
import { loadBalancer } from './elbv2/load-balancer.ts';
import { targetGroup } from './elbv2/target-group.ts';
import { type Handler, overServices } from './handler-context.ts';
import { instanceProfile } from './iam/instance-profile.ts';
import { managedPolicy } from './iam/managed-policy.ts';
import { policy } from './iam/policy.ts';
import { role } from './iam/role.ts';
import { component } from './imagebuilder/component.ts';
import { distributionConfiguration } from './imagebuilder/distribution-configuration.ts';
import { imageRecipe } from './imagebuilder/image-recipe.ts';
import { image } from './imagebuilder/image.ts';
import { infrastructureConfiguration } from './imagebuilder/infrastructure-configuration.ts';
import { lifecyclePolicy } from './imagebuilder/lifecycle-policy.ts';
import { logGroup } from './logs/log-group.ts';
import { healthCheck } from './route53/health-check.ts';
import { hostedZone } from './route53/hosted-zone.ts';
import { recordSetGroup } from './route53/record-set-group.ts';
import { recordSet } from './route53/record-set.ts';
import { bucketPolicy } from './s3/bucket-policy.ts';
import { bucket } from './s3/bucket.ts';
import { subscription } from './sns/subscription.ts';
import { topicPolicy } from './sns/topic-policy.ts';
import { topic } from './sns/topic.ts';
import { parameter } from './ssm/parameter.ts';

/**
 * Every CloudFormation type that the engine provisions. One line a type; the order has no meaning.
 */
export const RESOURCE_HANDLERS: readonly Handler[] = [
  autoScalingGroup,
  scalingPolicy,
  certificate,
  cachePolicy,
  distribution,
  originAccessControl,
  originRequestPolicy,
  responseHeadersPolicy,
  alarm,
  eip,
  internetGateway,
  launchTemplate,
  natGateway,
  routeTable,
  route,
  securityGroupEgress,
  securityGroupIngress,
  securityGroup,
  subnetRouteTableAssociation,
  subnet,
  vpcEndpoint,
  vpcGatewayAttachment,
  vpc,
  listenerRule,
  listener,
  loadBalancer,
  targetGroup,
  instanceProfile,
  managedPolicy,
  policy,
  role,
  component,
  distributionConfiguration,
  imageRecipe,
  image,
  infrastructureConfiguration,
  logGroup,
  healthCheck,
  hostedZone,
  recordSetGroup,
  recordSet,
  bucketPolicy,
  bucket,
  subscription,
  topicPolicy,
  topic,
  parameter,
  metadata,
  repository,
  lifecyclePolicy,
];

const byType = new Map(RESOURCE_HANDLERS.map((handler) => [handler.type, handler]));

export function findResourceHandler(type: string): Handler | undefined {
  return byType.get(type);
}

/**
 * The same, as CloudFormation calls them: over the services, which are asked for when one is
 * called.
 */
export function resourceHandlersOver(
  services: () => Services,
  authorizer: () => Authorizer | undefined = () => undefined,
): (type: string) => ResourceHandler | undefined {
  const bound = new Map(
    RESOURCE_HANDLERS.map((handler) => [handler.type, overServices(handler, services, authorizer)]),
  );
  return (type) => bound.get(type);
}
