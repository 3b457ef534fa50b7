import { beforeEach, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { testRequest } from '../../../kernel/kernel.fixture.ts';
import { makeNetwork } from '../../../resources/testing/network.ts';
import { regionalServices, type RegionalServices } from '../../../resources/testing/regional.ts';

const request = testRequest('us-east-1');
const COUNT = 'minimum_healthy_targets.count';
const PERCENTAGE = 'minimum_healthy_targets.percentage';
let services: RegionalServices;
let arn: string;

beforeEach(() => {
  services = regionalServices();
  const { vpcId } = makeNetwork(services);
  const { TargetGroups: made } = services.elbv2.operations.CreateTargetGroup(request, {
    ...{ Name: 'web', Protocol: 'HTTP', Port: 80, VpcId: vpcId },
  });
  arn = made?.[0]?.TargetGroupArn ?? '';
});

function set(attributes: Record<string, string>): void {
  services.elbv2.operations.ModifyTargetGroupAttributes(request, {
    TargetGroupArn: arn,
    Attributes: Object.entries(attributes).map(([key, Value]) => ({
      ...{ Key: `target_group_health.${key}`, Value },
    })),
  });
}

const projected = () => services.elbv2.balancerConfig('us-east-1').targetGroups[0]?.attributes;

it('is one healthy target until it is set, and then what was set', () => {
  expect(projected()).toMatchObject({
    ...{ crossZone: true, dnsFailover: { count: 1 }, unhealthyRouting: { count: 1 } },
  });
  set({
    [`dns_failover.${COUNT}`]: 'off',
    [`dns_failover.${PERCENTAGE}`]: '60',
    [`unhealthy_state_routing.${COUNT}`]: '2',
    [`unhealthy_state_routing.${PERCENTAGE}`]: '40',
  });
  expect(projected()?.dnsFailover).toEqual({ percentage: 60 });
  expect(projected()?.unhealthyRouting).toEqual({ count: 2, percentage: 40 });
});

it('has a threshold of DNS that is not below the one of routing', () => {
  set({ [`dns_failover.${COUNT}`]: '3', [`unhealthy_state_routing.${COUNT}`]: '3' });
  for (const attributes of [
    { [`unhealthy_state_routing.${COUNT}`]: '4' },
    { [`dns_failover.${COUNT}`]: '2' },
    { [`dns_failover.${PERCENTAGE}`]: '10', [`unhealthy_state_routing.${PERCENTAGE}`]: '11' },
  ])
    expect(codeAndMessage(() => set(attributes))).toMatchObject({
      code: 'InvalidConfigurationRequest',
      message: expect.stringMatching(/must be greater than or equal to/) as string,
    });
  expect(projected()?.dnsFailover).toEqual({ count: 3 });
});

it.each([
  [`dns_failover.${COUNT}`, '0'],
  [`dns_failover.${PERCENTAGE}`, '101'],
  [`unhealthy_state_routing.${COUNT}`, 'off'],
  [`unhealthy_state_routing.${PERCENTAGE}`, '0'],
])('refuses %s of %s', (key, value) => {
  expect(codeAndMessage(() => set({ [key]: value })).code).toBe('InvalidConfigurationRequest');
});

it('is of a node’s own zone where cross-zone load balancing is off', () => {
  services.elbv2.operations.ModifyTargetGroupAttributes(request, {
    TargetGroupArn: arn,
    Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }],
  });
  expect(projected()?.crossZone).toBe(false);
});
