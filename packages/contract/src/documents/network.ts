import { z } from 'zod';
import { publishedAddressesSchema } from './common.ts';

export const securityGroupRuleSchema = z.object({
  protocol: z.enum(['tcp', 'udp', 'icmp', 'all']),
  /** Ignored for `all`. */
  fromPort: z.number().int(),
  toPort: z.number().int(),
  peer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cidr'), cidr: z.string() }),
    z.object({ kind: z.literal('group'), groupId: z.string() }),
    z.object({
      kind: z.literal('prefix-list'),
      prefixListId: z.string(),
      cidrs: z.array(z.string()),
    }),
  ]),
});
export type SecurityGroupRule = z.infer<typeof securityGroupRuleSchema>;

export const vpcSchema = z.object({ vpcId: z.string(), cidr: z.string() });

export const subnetSchema = z.object({
  subnetId: z.string(),
  vpcId: z.string(),
  /** Availability zone, e.g. `ap-northeast-2a`. */
  zone: z.string(),
  cidr: z.string(),
  /** Its route table leads 0.0.0.0/0 to an internet gateway that is attached. */
  hasInternetRoute: z.boolean(),
  /**
   * A /24 of loopback addresses for the interfaces that instances get in it, e.g. `127.11.64.0/24`.
   */
  loopbackCidr: z.string(),
});

export const securityGroupSchema = z.object({
  groupId: z.string(),
  vpcId: z.string(),
  ingress: z.array(securityGroupRuleSchema),
  egress: z.array(securityGroupRuleSchema),
});

export const networkConfigSchema = z.object({
  /** Absent: none. */
  publishedAddresses: publishedAddressesSchema.optional(),
  vpcs: z.array(vpcSchema),
  subnets: z.array(subnetSchema),
  securityGroups: z.array(securityGroupSchema),
});
export type NetworkConfig = z.infer<typeof networkConfigSchema>;
