import { matchesWildcard } from '@understudy/contract';
import { TAGGED_KINDS } from '../services/ec2/id-kinds.ts';
import { resourceTypesOf, type ResourceType } from './action-table.ts';
import { membersOf, textsIn } from './input-values.ts';

export interface Place {
  region: string;
  account: string;
  /** The path and name of what IAM has under a name; undefined for what it has not. */
  iamNameWithPath: (kind: string, name: string) => string | undefined;
  /** The ARN of a region's living stack of that name; undefined where there is none. */
  stackId: (region: string, name: string) => string | undefined;
}

/**
 * The ARNs that a request is about, at least one: `*` for an action without resources. Each must be
 * allowed. What does not exist yet has `*` where its id will be, as on AWS.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function resourcesOf(
  { service, action }: { service: string; action: string },
  input: unknown,
  place: Place,
): string[] {
  const resources = typesOf(service, action).flatMap((type) => {
    const arn = type.arn.replace('${Region}', place.region).replace('${Account}', place.account);
    const found = [...new Set([...arnsIn(input, arn), ...filled(service, arn, input, place)])];
    if (found.length > 0 || !type.isRequired) return found;
    return [arn.replaceAll(PLACEHOLDER, '*')];
  });
  return resources.length > 0 ? resources : ['*'];
}

/** In a type's ARN, for what differs. */
export const PLACEHOLDER = /\$\{(\w+)\}/g;

/**
 * The reference has both generations of Elastic Load Balancing under one name; here are load
 * balancers for applications only.
 */
export function typesOf(service: string, action: string): ResourceType[] {
  const types = resourceTypesOf(service, action);
  // It requires each kind that it shifts, where a call is about one.
  if (service === 'arc-zonal-shift') return types.filter(({ name }) => name === 'ALB');
  if (service !== 'elasticloadbalancing' || action !== 'CreateLoadBalancer') return types;
  const place = 'arn:aws:elasticloadbalancing:${Region}:${Account}';
  const arn = `${place}:loadbalancer/app/\${LoadBalancerName}/\${LoadBalancerId}`;
  return [{ name: 'loadbalancer/app/', isRequired: true, arn }];
}

function arnsIn(input: unknown, template: string): string[] {
  const pattern = template.replaceAll(PLACEHOLDER, '*');
  return textsIn(input).filter((text) => text.startsWith('arn:') && matchesWildcard(pattern, text));
}

/** The template with what the input has for its placeholders; none where it has nothing. */
function filled(service: string, template: string, input: unknown, place: Place): string[] {
  if (service === 'ec2') return ec2Resources(template, input);
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  // The first that the input tells of.
  const first = names.find((name) => membersOf(input, membersFor(service, name)).length > 0) ?? '';
  const values = membersOf(input, membersFor(service, first));
  const inArn = (value: string): string =>
    service === 'iam' ? withPath(template, value, input, place) : asInArn(service, value);
  return values
    .filter((value) => !value.startsWith('arn:'))
    .map(
      (value) =>
        wholeArn(service, first, value, place) ??
        template.replace(`\${${first}}`, () => inArn(value)).replaceAll(PLACEHOLDER, '*'),
    );
}

/**
 * A call may name a stack that a policy knows by its id. What CDK has instances call so is
 * permitted for `AWS::StackId` alone: `cfn-signal --stack NAME`.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.CloudFormationInit.html
 */
function wholeArn(
  service: string,
  placeholder: string,
  name: string,
  { region, stackId }: Place,
): string | undefined {
  return service === 'cloudformation' && placeholder === 'StackName'
    ? stackId(region, name)
    : undefined;
}

function membersFor(service: string, placeholder: string): readonly string[] {
  return MEMBERS[service]?.[placeholder] ?? [placeholder, `${placeholder}s`];
}

/** Where the input has what a resource's ARN begins with, when it is not a member of that name. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  autoscaling: { GroupFriendlyName: ['AutoScalingGroupName', 'AutoScalingGroupNames'] },
  cloudfront: { Id: ['Id'], DistributionId: ['Id', 'DistributionId'] },
  ecr: { RepositoryName: ['repositoryName', 'repositoryNames'] },
  elasticloadbalancing: { LoadBalancerName: ['Name', 'Names'], TargetGroupName: ['Name', 'Names'] },
  iam: {
    RoleNameWithPath: ['RoleName'],
    UserNameWithPath: ['UserName'],
    PolicyNameWithPath: ['PolicyName'],
    InstanceProfileNameWithPath: ['InstanceProfileName'],
  },
  imagebuilder: {
    ComponentName: ['name'],
    ImageRecipeName: ['name'],
    ResourceId: ['name'],
    DistributionConfigurationName: ['name'],
    LifecyclePolicyName: ['name'],
  },
  logs: { LogGroupName: ['logGroupName'] },
  route53: { Id: ['HostedZoneId', 'HealthCheckId', 'Id'] },
  sns: { TopicName: ['Name'] },
  ssm: { ParameterNameWithoutLeadingSlash: ['Name', 'Names'] },
};

function withPath(template: string, name: string, input: unknown, place: Place): string {
  const kind = /:([a-z-]+)\/\$/.exec(template)?.[1] ?? '';
  const [path = '/'] = membersOf(input, ['Path']);
  return place.iamNameWithPath(kind, name) ?? path.slice(1) + name;
}

function asInArn(service: string, value: string): string {
  if (service === 'ssm') return value.replace(/^\//, '').replace(/:[^:]*$/, '');
  if (service === 'route53') return value.replace(/^\/?(hostedzone|healthcheck|change)\//, '');
  if (service === 'imagebuilder') return value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return value;
}

/** EC2's ids say of what kind they are. */
const EC2_IDS: Readonly<Record<string, string>> = {
  ...TAGGED_KINDS,
  i: 'instance',
  snap: 'snapshot',
};

function ec2Resources(template: string, input: unknown): string[] {
  const [, kind = ''] = /:([^:/]+)\/\$\{\w+\}$/.exec(template) ?? [];
  return textsIn(input)
    .filter((text) => EC2_IDS[/^([a-z]+)-[0-9a-f]+$/.exec(text)?.[1] ?? ''] === kind)
    .map((id) => template.replaceAll(PLACEHOLDER, id));
}
