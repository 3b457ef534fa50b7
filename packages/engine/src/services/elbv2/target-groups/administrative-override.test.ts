import { expect, it } from 'vitest';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { makeNetwork } from '../../../resources/testing/network.ts';
import { regionalServices } from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');

it('is of the targets in a zone from which a shiftable load balancer’s traffic is shifted', async () => {
  const services = regionalServices();
  const network = makeNetwork(services);
  const { operations } = services.elbv2;
  const { TargetGroups: groups } = operations.CreateTargetGroup(request, {
    ...{ Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: network.vpcId },
  });
  const TargetGroupArn = groups?.[0]?.TargetGroupArn ?? '';
  const { LoadBalancers: made } = operations.CreateLoadBalancer(request, {
    ...{ Name: 'site', Subnets: network.subnetIds, SecurityGroups: [network.groupId] },
  });
  const LoadBalancerArn = made?.[0]?.LoadBalancerArn ?? '';
  operations.CreateListener(request, {
    ...{ LoadBalancerArn, Port: 80, Protocol: 'HTTP' },
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  });
  const target = { port: 80, state: 'healthy', reason: '', description: '' } as const;
  services.deps.dataPlane.answers['describeTargetHealth'] = () => [
    { ...target, instanceId: 'i-1', zone: 'us-east-1a' },
    { ...target, instanceId: 'i-2', zone: 'us-east-1b' },
  ];
  services.elbv2.followZonalShifts((_region, arn) =>
    arn === LoadBalancerArn ? [{ zone: 'us-east-1a', untilMs: Infinity }] : [],
  );
  const states = async () => {
    const { TargetHealthDescriptions: all = [] } = await operations.DescribeTargetHealth(request, {
      TargetGroupArn,
    });
    return all.map(({ AdministrativeOverride: override }) => override?.State);
  };
  expect(await states()).toEqual(['no_override', 'no_override']);
  operations.ModifyLoadBalancerAttributes(request, {
    LoadBalancerArn,
    Attributes: [{ Key: 'zonal_shift.config.enabled', Value: 'true' }],
  });
  expect(await states()).toEqual(['zonal_shift_active', 'no_override']);
});
