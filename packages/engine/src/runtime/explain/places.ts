import type { AddressPlan } from '../../kernel/network/addresses.ts';
import type { Services } from '../../services/registry.ts';

export interface PlaceSources {
  services: Services;
  regions: readonly string[];
  addresses: Pick<AddressPlan, 'edgeLocations' | 's3Endpoint'>;
}

/** What is at an address of the engine's, and the region that it is lost with. */
export function placeAt(
  { services, regions, addresses }: PlaceSources,
  address: string,
): { says: string; region: string | undefined } | undefined {
  const edge = addresses.edgeLocations.find((one) => one.address === address);
  if (edge !== undefined) return { says: `edge location ${edge.code}`, region: undefined };
  for (const region of regions) {
    if (addresses.s3Endpoint(region) === address)
      return { says: `the S3 endpoint of ${region}`, region };
    for (const { name, nodes } of services.elbv2.balancerConfig(region).loadBalancers) {
      const node = nodes.find((one) => one.address === address);
      if (node !== undefined)
        return { says: `a node of load balancer ${name} in ${node.zone}`, region };
    }
  }
  return undefined;
}
