import { expect, test } from 'vitest';
import { testHandlerContext } from '../../testing/context.ts';
import { makeNetwork } from '../../testing/network.ts';
import { checked, regionalServices } from '../../testing/regional.ts';
import { securityGroup } from './security-group.ts';
import { securityGroupIngress } from './security-group-ingress.ts';

const FROM_EDGE = {
  IpProtocol: 'tcp',
  FromPort: 80,
  ToPort: 80,
  SourcePrefixListId: 'pl-3b927c52',
};

test('templates admit a prefix list inline and by a rule of its own, and take it away again', async () => {
  const services = regionalServices();
  const { vpcId, groupId } = makeNetwork(services);
  const context = testHandlerContext(services.deps, services, { logicalId: 'Edge' });
  const peers = (id: string): unknown[] =>
    services.ec2
      .networkConfig('us-east-1')
      .securityGroups.filter((group) => group.groupId === id)
      .flatMap((group) =>
        group.ingress.map(({ peer }) => 'prefixListId' in peer && peer.prefixListId),
      );

  const inline = checked(securityGroup, {
    GroupDescription: 'edge',
    VpcId: vpcId,
    SecurityGroupIngress: [FROM_EDGE],
  });
  const { physicalId } = await securityGroup.create(inline, context);
  expect(peers(physicalId)).toEqual(['pl-3b927c52']);
  const without = checked(securityGroup, { ...inline, SecurityGroupIngress: [] });
  await securityGroup.update?.(without, inline, physicalId, context);
  expect(peers(physicalId)).toEqual([]);

  const rule = checked(securityGroupIngress, { GroupId: groupId, ...FROM_EDGE });
  const made = await securityGroupIngress.create(rule, context);
  expect(peers(groupId)).toEqual(['pl-3b927c52']);
  await securityGroupIngress.remove(made.physicalId, rule, context);
  expect(peers(groupId)).toEqual([]);
});
