import { expect, it } from 'vitest';
import type { Properties, ResourceHandler } from '../../kernel/resource.ts';
import { testHandlerContext } from '../testing/context.ts';
import { makeNetwork } from '../testing/network.ts';
import { checked, regionalServices } from '../testing/regional.ts';
import { listener } from './listener.ts';
import { loadBalancer } from './load-balancer.ts';
import { targetGroup } from './target-group.ts';

it("what is there already is no stack's, whatever its settings are", async () => {
  const services = regionalServices();
  const { subnetIds, groupId, vpcId } = makeNetwork(services);
  const context = testHandlerContext(services.deps, services);
  const make = async (handler: ResourceHandler, properties: Properties): Promise<string> =>
    (await handler.create(checked(handler, properties), context)).physicalId;
  const balancer = { Name: 'site', Subnets: subnetIds, SecurityGroups: [groupId] };
  const LoadBalancerArn = await make(loadBalancer, balancer);
  const targets = { Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: vpcId };
  const TargetGroupArn = await make(targetGroup, targets);
  const DefaultActions = [{ Type: 'forward', TargetGroupArn }];
  const listens = { LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions };
  await make(listener, listens);
  const kinds = [
    ['LoadBalancer', loadBalancer, balancer],
    ['TargetGroup', targetGroup, targets],
    ['Listener', listener, listens],
  ] as const;
  for (const [kind, handler, properties] of kinds)
    await expect(make(handler, properties)).rejects.toThrow(
      `Resource of type 'AWS::ElasticLoadBalancingV2::${kind}' with identifier 'Idempotency Check Failed' already exists.`,
    );
  await expect(make(targetGroup, { ...targets, Port: 81 })).rejects.toThrow(
    "A target group with the same name 'web' exists, but with different settings",
  );
});
