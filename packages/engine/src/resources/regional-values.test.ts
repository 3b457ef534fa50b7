import { describe, expect, test } from 'vitest';
import {
  inertProperties,
  refusedProperties,
} from '../services/cloudformation/schema/handler-properties.ts';
import { autoScalingGroup } from './autoscaling/auto-scaling-group.ts';
import { eip } from './ec2/eip.ts';
import { launchTemplate } from './ec2/launch-template.ts';
import { natGateway } from './ec2/nat-gateway.ts';
import { securityGroup } from './ec2/rules/security-group.ts';
import { securityGroupEgress } from './ec2/rules/security-group-egress.ts';
import { securityGroupIngress } from './ec2/rules/security-group-ingress.ts';
import { subnet } from './ec2/subnet.ts';
import { vpc } from './ec2/vpc.ts';

/**
 * A property, values of it that mean here what they mean on AWS, and values that have no effect.
 */
const INERT = [
  [eip, 'Domain', ['vpc'], ['standard']],
  [vpc, 'EnableDnsHostnames', [false], [true]],
  [vpc, 'InstanceTenancy', ['default'], ['dedicated']],
  [subnet, 'MapPublicIpOnLaunch', [false], [true]],
  [securityGroupEgress, 'IpProtocol', ['tcp', '6', '-1'], ['udp', '17', 'icmp', '1']],
  [securityGroupIngress, 'IpProtocol', ['tcp', '6', '-1'], ['icmpv6', '58']],
  [securityGroup, 'SecurityGroupIngress.IpProtocol', ['tcp'], ['udp']],
  [launchTemplate, 'LaunchTemplateData.MetadataOptions.HttpEndpoint', ['enabled'], ['disabled']],
  [launchTemplate, 'LaunchTemplateData.NetworkInterfaces.DeleteOnTermination', [true], [false]],
  [launchTemplate, 'LaunchTemplateData.TagSpecifications.ResourceType', ['instance'], ['volume']],
  [autoScalingGroup, 'CapacityRebalance', [false], [true]],
  [autoScalingGroup, 'DeletionProtection', ['none'], ['prevent-all-deletion']],
  [autoScalingGroup, 'DesiredCapacityType', ['units'], ['vcpu']],
] as const;

const REFUSED = [
  [subnet, 'Ipv6Native', false, true],
  [natGateway, 'AvailabilityMode', 'zonal', 'regional'],
  [autoScalingGroup, 'NewInstancesProtectedFromScaleIn', false, true],
] as const;

/** `a.b` of 1 is `{ a: { b: 1 } }`. */
function at(path: string, value: unknown): Record<string, unknown> {
  const [name = '', ...inner] = path.split('.');
  return { [name]: inner.length === 0 ? value : at(inner.join('.'), value) };
}

describe('what AWS does by default anyhow is neither inert nor refused', () => {
  test.each(INERT)('$0.type $1', (handler, path, working, inert) => {
    const namesOf = (value: unknown): string[] =>
      inertProperties(handler, at(path, value)).map(({ property }) => property);
    for (const value of working) expect(namesOf(value)).toEqual([]);
    for (const value of inert) expect(namesOf(value)).toEqual([path]);
  });

  test.each(REFUSED)('$0.type $1', (handler, path, working, refused) => {
    expect(refusedProperties(handler, at(path, working))).toEqual([]);
    expect(refusedProperties(handler, at(path, refused))).toHaveLength(1);
  });
});
