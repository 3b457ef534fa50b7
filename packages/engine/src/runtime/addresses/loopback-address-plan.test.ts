import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckedState } from '../../kernel/state/checked-state.fixture.ts';
import { LoopbackAddressPlan } from './loopback-address-plan.ts';

const REGIONS = ['ap-northeast-2', 'us-east-1'];

function planOf(state: CheckedState, regions: readonly string[] = REGIONS): LoopbackAddressPlan {
  return new LoopbackAddressPlan({ base: 109, regions, state });
}

/**
 * Every address of its own that the plan gives without being asked for a load balancer or a subnet.
 */
function fixedAddresses(plan: LoopbackAddressPlan, regions: readonly string[]): string[] {
  return [
    plan.resolver,
    plan.validationResolver,
    plan.registry,
    plan.awsNames,
    ...plan.nameServers,
    ...plan.edgeLocations.map(({ address }) => address),
    ...plan.checkers.map(({ address }) => address),
    ...regions.flatMap((region) => [
      plan.s3Endpoint(region),
      plan.status(region).address,
      plan.metadata(region),
      plan.dependencies(region),
    ]),
  ];
}

describe('the plan of loopback addresses', () => {
  test('gives four name servers and sixteen checkers in eight regions', () => {
    const plan = planOf(new CheckedState());
    expect(plan.nameServers).toHaveLength(4);
    expect(plan.checkers).toHaveLength(16);
    expect(new Set(plan.checkers.map(({ region }) => region)).size).toBe(8);
  });

  test('gives the same thing the same address, also after a restart', () => {
    const state = new CheckedState();
    const ask = (plan: LoopbackAddressPlan): string[] => [
      plan.balancerNode('us-east-1', 'arn:b', 'subnet-1'),
      plan.balancerNode('us-east-1', 'arn:a', 'subnet-1'),
      plan.subnetPool('us-east-1', 'subnet-2'),
      plan.subnetPool('us-east-1', 'subnet-1'),
      ...fixedAddresses(plan, REGIONS),
    ];
    const first = planOf(state);
    const before = ask(first);
    expect(ask(first)).toEqual(before);
    const restarted = planOf(state);
    restarted.subnetPool('us-east-1', 'subnet-3');
    expect(ask(restarted)).toEqual(before);
  });

  test('gives no two things the same address, and only addresses of its block', () => {
    const thing = fc.record({
      kind: fc.constantFrom('node' as const, 'pool' as const),
      region: fc.constantFrom(...REGIONS),
      balancer: fc.constantFrom('arn:a', 'arn:b', 'arn:a/b'),
      subnet: fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', '1', '-') }),
    });
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 60 }), (things) => {
        const plan = planOf(new CheckedState());
        const given = new Map<string, string>();
        for (const { kind, region, balancer, subnet } of things) {
          const name =
            kind === 'node'
              ? `${kind}/${region}/${balancer}/${subnet}`
              : `${kind}/${region}/${subnet}`;
          const address =
            kind === 'node'
              ? plan.balancerNode(region, balancer, subnet)
              : plan.subnetPool(region, subnet);
          expect(given.get(name) ?? address).toBe(address);
          given.set(name, address);
        }
        const networks = [...given.values()].filter((address) => address.endsWith('.0/24'));
        const hosts = [...given.values()].filter((address) => !address.endsWith('/24'));
        const all = [...hosts, ...fixedAddresses(plan, REGIONS)];
        expect(new Set([...all, ...networks]).size).toBe(all.length + networks.length);
        for (const address of all) {
          expect(address).toMatch(/^127\.(109|110|111)\.\d+\.\d+$/);
          expect(networks).not.toContain(address.replace(/\.\d+$/, '.0/24'));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('gives regions that do not run here addresses that no region here has', () => {
    const regions = Array.from({ length: 8 }, (_unused, index) => `region-${index + 1}`);
    const plan = planOf(new CheckedState(), regions);
    expect(fixedAddresses(plan, regions)).not.toContain(plan.s3Endpoint('eu-west-1'));
  });

  test('rejects more regions than an engine runs', () => {
    const regions = Array.from({ length: 9 }, (_unused, index) => `region-${index + 1}`);
    expect(() => planOf(new CheckedState(), regions)).toThrow(
      '9 regions are more than one engine runs',
    );
  });

  test('rejects a subnet for which no network is left', () => {
    const plan = planOf(new CheckedState());
    const pools = Array.from({ length: 192 }, (_unused, index) =>
      plan.subnetPool('us-east-1', `subnet-${index}`),
    );
    expect(pools.at(-1)).toBe('127.111.255.0/24');
    expect(() => plan.subnetPool('us-east-1', 'subnet-192')).toThrow(/192 at most/);
    expect(plan.subnetPool('ap-northeast-2', 'subnet-192')).toBe('127.110.64.0/24');
  });

  test('goes on in the next network when a network of nodes is full', () => {
    const plan = planOf(new CheckedState());
    const nodes = Array.from({ length: 201 }, (_unused, index) =>
      plan.balancerNode('us-east-1', `arn:${index}`, 'subnet-1'),
    );
    expect(nodes.at(199)).toBe('127.111.16.200');
    expect(nodes.at(200)).toBe('127.111.17.1');
  });
});
