import {
  DOCUMENT_VERSION,
  type CertificateMaterial,
  type ClockConfig,
  type Distribution,
  type EdgeConfig,
  type FleetConfig,
  type GlobalDocument,
  type HostedZone,
  type InjectedFault,
  type PortPlan,
  type RegionDocument,
  localPort,
} from '@understudy/contract';
import type { AddressPlan } from '../../kernel/network/addresses.ts';
import type { Services } from '../../services/registry.ts';
import type { ExpiredCertificates } from '../faults/expired-certificates.ts';
import { faultsOfGlobal, faultsOfRegion } from '../faults/faults-in.ts';
import { ACCOUNT } from '../identity.ts';
import type { WholeIdentity } from '../records.ts';

export interface DocumentSources {
  services: Services;
  addresses: AddressPlan;
  regions: readonly string[];
  resolverRegion: string;
  clock: ClockConfig;
  ports: PortPlan;
  identity: WholeIdentity;
  /** Of the AWS API. */
  endpoint(): string;
  anyKey: boolean;
  /** Those that last. */
  faults(): readonly InjectedFault[];
  expired: Pick<ExpiredCertificates, 'distributions' | 'balancer'>;
  /** The engine's own certificates: CloudFront's default one, and S3's by region. */
  certificates: {
    cloudfront: CertificateMaterial;
    s3: Record<string, CertificateMaterial>;
    rootPem: string;
    rootFile: string;
  };
}

/**
 * Route 53's metrics are in CloudWatch of this region alone.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 */
const HEALTH_METRICS_REGION = 'us-east-1';

const EDGE_CACHE_BYTES_MAX = 128 * 1024 * 1024;

/** What everything outside the regions shall do, from all that the services have on record. */
export function compileGlobalDocument(
  sources: DocumentSources,
  revision: number,
  hostedZones: HostedZone[] = sources.services.route53.hostedZones(),
): GlobalDocument {
  const { services, addresses, regions, ports } = sources;
  const distributions = sources.expired.distributions(services.cloudfront.distributions());
  const faults = faultsOfGlobal(sources.faults());
  return {
    ...(faults.length > 0 && { faults }),
    version: DOCUMENT_VERSION,
    revision,
    account: ACCOUNT,
    clock: sources.clock,
    ports,
    status: addresses.globalStatus,
    alarms: {
      alarms: regions.includes(HEALTH_METRICS_REGION)
        ? []
        : services.cloudwatch.alarms(HEALTH_METRICS_REGION),
      scalingPolicies: [],
    },
    dns: {
      port: localPort(53, ports),
      resolverAddress: addresses.resolver,
      resolverRegion: sources.resolverRegion,
      validationResolverAddress: addresses.validationResolver,
      registryAddress: addresses.registry,
      awsNamesAddress: addresses.awsNames,
      nameServerAddresses: [...addresses.nameServers],
      delegations: services.route53domains.delegations(),
      hostedZones,
      loadBalancers: services.elbv2.balancerNames(),
      distributionNames: distributions.map((distribution) => distribution.domainName),
      http2DistributionNames: distributions.flatMap(({ http2, domainName }) =>
        http2 ? [domainName] : [],
      ),
      edgeAddresses: addresses.edgeLocations.map((location) => location.address),
      s3Endpoints: regions.map((region) => ({ region, address: addresses.s3Endpoint(region) })),
    },
    checkers: {
      checkers: [...addresses.checkers],
      healthChecks: services.route53.healthChecks(),
      metricSources: [
        ...(regions.includes(HEALTH_METRICS_REGION)
          ? []
          : [{ region: HEALTH_METRICS_REGION, ...addresses.globalStatus }]),
        ...regions.map((region) => ({ region, ...addresses.status(region) })),
      ],
    },
    edge: edgeConfig(sources, distributions),
  };
}

function edgeConfig(
  { addresses, certificates }: DocumentSources,
  distributions: Distribution[],
): EdgeConfig {
  return {
    locations: addresses.edgeLocations.map(({ code, address }) => ({ code, address })),
    publishedAddresses: publishedAddresses(addresses),
    httpPort: 80,
    httpsPort: 443,
    defaultCertificate: certificates.cloudfront,
    trustedRootsPem: certificates.rootPem,
    cacheBytesMax: EDGE_CACHE_BYTES_MAX,
    distributions,
  };
}

/** What one region shall do. */
export function compileRegionDocument(
  sources: DocumentSources,
  region: string,
  revision: number,
): RegionDocument {
  const { services, addresses, ports, identity } = sources;
  const certificate = sources.certificates.s3[region];
  const replicationKey = identity.replicationKeys[region];
  if (certificate === undefined || replicationKey === undefined)
    throw new Error(`region ${region} has no keys`);
  const faults = faultsOfRegion(sources.faults(), region);
  return {
    ...(faults.length > 0 && { faults }),
    version: DOCUMENT_VERSION,
    revision,
    account: ACCOUNT,
    region,
    clock: sources.clock,
    ports,
    resolver: { address: addresses.resolver, port: localPort(53, ports) },
    status: addresses.status(region),
    ...(region === HEALTH_METRICS_REGION && { healthMetrics: addresses.globalStatus }),
    network: {
      ...services.ec2.networkConfig(region),
      publishedAddresses: publishedAddresses(addresses),
    },
    balancer: sources.expired.balancer(services.elbv2.balancerConfig(region)),
    fleet: fleetConfig(sources, region),
    instanceRoles: { secret: identity.roleSecret, ...services.sts.instanceRoles() },
    alarms: {
      alarms: services.cloudwatch.alarms(region),
      scalingPolicies: services.autoscaling.scalingPolicies(region),
    },
    store: {
      address: addresses.s3Endpoint(region),
      certificate,
      signingKeys: [
        identity.administrator,
        ...services.sts.signingKeys(),
        ...services.cloudfront.signingKeys(),
        ...Object.values(identity.replicationKeys),
      ],
      anyKey: sources.anyKey,
      endpointToken: identity.endpointToken,
      replicationKey,
      peers: sources.regions
        .filter((other) => other !== region)
        .map((other) => ({ region: other, address: addresses.s3Endpoint(other) })),
    },
  };
}

function fleetConfig(sources: DocumentSources, region: string): FleetConfig {
  const { services, addresses, ports } = sources;
  return {
    groups: services.autoscaling.groups(region),
    images: services.ec2.images(region),
    metadataAddress: addresses.metadata(region),
    dependencyAddress: addresses.dependencies(region),
    aws: {
      endpoint: sources.endpoint(),
      s3Endpoint: s3Url(addresses.s3Endpoint(region), localPort(443, ports)),
      caFile: sources.certificates.rootFile,
    },
  };
}

function s3Url(address: string, port: number): string {
  return `https://${address}${port === 443 ? '' : `:${port}`}`;
}

function publishedAddresses({
  checkers,
  edgeLocations,
}: DocumentSources['addresses']): Record<string, string> {
  const senders = [...checkers, ...edgeLocations];
  return Object.fromEntries(senders.map(({ address, publishedIp }) => [address, publishedIp]));
}
