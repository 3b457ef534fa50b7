import { dependenciesOf, parseUserData } from '@understudy/dataplane';
import type { DataPlane } from '../../kernel/data-plane.ts';
import type { Services } from '../../services/registry.ts';
import type { CertificateMaterial } from '@understudy/contract';
import type { FaultPlaces } from './check-fault.ts';

/** What there is to be broken, as the services have it on record. */
export function faultPlaces(
  regions: readonly string[],
  services: Services,
  dataPlane: DataPlane,
): FaultPlaces {
  return {
    regions,
    zones: (region) => [
      ...new Set(services.ec2.networkConfig(region).subnets.map(({ zone }) => zone)),
    ],
    loadBalancers: (region) =>
      services.elbv2.balancerConfig(region).loadBalancers.map(({ name }) => name),
    instances: async (region) => {
      const all = await dataPlane.queryRegion(region, 'describeInstances', {});
      return all
        .filter(({ lifecycleState }) => lifecycleState === 'InService')
        .toSorted((one, other) => one.launchedMs - other.launchedMs)
        .map(({ instanceId }) => instanceId);
    },
    certificates: () => certificatesInUse(regions, services).map(({ domainNames }) => domainNames),
    dependencies: (region) =>
      services.autoscaling
        .groups(region)
        .flatMap(({ launch }) => dependenciesOf(parseUserData(launch.userData).variables))
        .map(({ port }) => port),
    // The regions answer for S3, and a fault of its own breaks it there.
    services: Object.values(services)
      .map(({ traits }) => traits.signingName)
      .filter((name) => name !== 's3'),
  };
}

/** What distributions and load balancers serve. */
export function certificatesInUse(
  regions: readonly string[],
  { cloudfront, elbv2 }: Services,
): CertificateMaterial[] {
  return [
    ...cloudfront.distributions().flatMap(({ certificate }) => certificate ?? []),
    ...regions.flatMap((region) =>
      elbv2
        .balancerConfig(region)
        .loadBalancers.flatMap(({ listeners }) =>
          listeners.flatMap(({ certificates }) => certificates),
        ),
    ),
  ];
}
