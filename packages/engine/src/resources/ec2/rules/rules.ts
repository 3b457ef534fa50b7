import type { IpPermission } from '@aws-sdk/client-ec2';
import type {
  EC2SecurityGroupEgress as EgressRule,
  EC2SecurityGroupIngress as IngressRule,
} from '../../properties.generated.ts';
import type { HandlerContext } from '../../handler-context.ts';

export type Direction = 'ingress' | 'egress';

const NEVER_MATCHED = { inert: 'nothing here speaks it: such a rule is never matched' };

/**
 * What the engine makes of some properties of a rule, inline in a group or a resource of its own.
 */
export const NO_IPV6 = { inert: 'the local network has no IPv6: such a rule admits nothing' };
export const NO_NAMES = { refused: 'security groups of a VPC are named by their ID' };
export const ONE_ACCOUNT = {
  inert: 'on AWS, the account of the other group; here there is one account',
};

/** By name and by number, as EC2 takes them. */
export const PROTOCOLS = {
  except: {
    udp: NEVER_MATCHED,
    17: NEVER_MATCHED,
    icmp: NEVER_MATCHED,
    1: NEVER_MATCHED,
    icmpv6: NEVER_MATCHED,
    58: NEVER_MATCHED,
  },
};

/** A rule as templates write it, as EC2 takes it. */
export function ingressPermission(rule: IngressRule): IpPermission {
  return permission(rule, rule.SourceSecurityGroupId, rule.SourcePrefixListId);
}

export function egressPermission(rule: EgressRule): IpPermission {
  return permission(rule, rule.DestinationSecurityGroupId, rule.DestinationPrefixListId);
}

export function ruleOperations(direction: Direction, { services }: HandlerContext) {
  const { operations } = services.ec2;
  return direction === 'ingress'
    ? {
        authorize: operations.AuthorizeSecurityGroupIngress,
        revoke: operations.RevokeSecurityGroupIngress,
      }
    : {
        authorize: operations.AuthorizeSecurityGroupEgress,
        revoke: operations.RevokeSecurityGroupEgress,
      };
}

function permission(
  { IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, Description }: IngressRule | EgressRule,
  group: string | undefined,
  prefixList: string | undefined,
): IpPermission {
  const about = Description === undefined ? {} : { Description };
  return {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIp === undefined ? [] : [{ CidrIp, ...about }],
    Ipv6Ranges: CidrIpv6 === undefined ? [] : [{ CidrIpv6, ...about }],
    UserIdGroupPairs: group === undefined ? [] : [{ GroupId: group, ...about }],
    PrefixListIds: prefixList === undefined ? [] : [{ PrefixListId: prefixList, ...about }],
  };
}
