import { fail } from '../../kernel/fail.ts';

interface IdKind {
  prefix: string;
  /** AWS's own spelling, which no rule gives. */
  code: string;
}

/**
 * Members of inputs that name one resource, or a list of them with an `s`. The codes are those of
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-codes-table-client;
 * of allocations it has none, and CloudFormation's NAT gateways expect this one.
 */
const KINDS: Readonly<Record<string, IdKind>> = {
  AllocationId: { prefix: 'eipalloc-', code: 'InvalidElasticIpID.Malformed' },
  GroupId: { prefix: 'sg-', code: 'InvalidGroupId.Malformed' },
  ImageId: { prefix: 'ami-', code: 'InvalidAMIID.Malformed' },
  InstanceId: { prefix: 'i-', code: 'InvalidInstanceID.Malformed' },
  InternetGatewayId: { prefix: 'igw-', code: 'InvalidInternetGatewayId.Malformed' },
  LaunchTemplateId: { prefix: 'lt-', code: 'InvalidLaunchTemplateId.Malformed' },
  NatGatewayId: { prefix: 'nat-', code: 'NatGatewayMalformed' },
  PrefixListId: { prefix: 'pl-', code: 'InvalidPrefixListId.Malformed' },
  RouteTableId: { prefix: 'rtb-', code: 'InvalidRouteTableId.Malformed' },
  SecurityGroupId: { prefix: 'sg-', code: 'InvalidGroupId.Malformed' },
  SecurityGroupRuleId: { prefix: 'sgr-', code: 'InvalidSecurityGroupRuleId.Malformed' },
  SnapshotId: { prefix: 'snap-', code: 'InvalidSnapshotID.Malformed' },
  SubnetId: { prefix: 'subnet-', code: 'InvalidSubnetID.Malformed' },
  VpcEndpointId: { prefix: 'vpce-', code: 'InvalidVpcEndpointId.Malformed' },
  VpcId: { prefix: 'vpc-', code: 'InvalidVpcID.Malformed' },
};

/**
 * Eight digits of old, seventeen since 2016:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
const DIGITS = /^(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** What a launch template says is checked by its own rules: an AMI may be named otherwise. */
const NOT_WITHIN = 'LaunchTemplateData';

/** Refuses IDs that no resource can have, before anything is looked up by them. */
export function checkIds(input: object): void {
  for (const [member, value] of Object.entries(input)) {
    if (member === NOT_WITHIN) continue;
    const name = member.replace(/s$/, '');
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value as unknown]) {
      if (typeof one === 'object' && one !== null) checkIds(one);
      else if (typeof one === 'string' && kind !== undefined) checkId(one, kind);
    }
  }
}

/**
 * The words are those that AWS's users quote: `Invalid id: "name" (expecting "sg-...")`, and
 * without the prefix where that is right, `Invalid id: "i-123"`.
 */
function checkId(id: string, { prefix, code }: IdKind): void {
  if (!id.startsWith(prefix)) fail(code, `Invalid id: "${id}" (expecting "${prefix}...")`);
  if (!DIGITS.test(id.slice(prefix.length))) fail(code, `Invalid id: "${id}"`);
}
