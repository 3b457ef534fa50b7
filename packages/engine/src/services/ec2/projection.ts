import type {
  Image,
  LaunchSpecification,
  NetworkConfig,
  SecurityGroupRule,
} from '@understudy/contract';
import type { LaunchTemplateIamInstanceProfileSpecificationRequest } from '@aws-sdk/client-ec2';
import type { Ec2Store } from './ec2-store.ts';
import { instanceTagsOf, securityGroupIdsOf, userDataOf } from './launch/launch-template-data.ts';
import { findTemplate, resolveVersion, type TemplateReference } from './launch/launch-versions.ts';
import { findPrefixList } from './rules/managed-prefix-lists.ts';
import type { RouteTableRecord, RuleRecord, SubnetRecord } from './records.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
const DEFAULT_INSTANCE_TYPE = 'm1.small';

/** The network that the region's process enforces. */
export function networkConfig(store: Ec2Store, region: string): NetworkConfig {
  const tables = store.routeTables.list(region);
  return {
    vpcs: store.vpcs.list(region).map(({ vpcId, cidr }) => ({ vpcId, cidr })),
    subnets: store.subnets.list(region).map((subnet) => ({
      subnetId: subnet.subnetId,
      vpcId: subnet.vpcId,
      zone: subnet.zone,
      cidr: subnet.cidr,
      hasInternetRoute: hasInternetRoute(store, region, routeTableOf(tables, subnet)),
      loopbackCidr: store.deps.addresses.subnetPool(region, subnet.subnetId),
    })),
    securityGroups: store.securityGroups.list(region).map((group) => ({
      groupId: group.groupId,
      vpcId: group.vpcId,
      ingress: group.ingress.flatMap((rule) => projectRule(region, rule)),
      egress: group.egress.flatMap((rule) => projectRule(region, rule)),
    })),
  };
}

/** The table that a subnet is associated with, or else its VPC's main one. */
function routeTableOf(
  tables: readonly RouteTableRecord[],
  subnet: SubnetRecord,
): RouteTableRecord | undefined {
  const explicit = tables.find((table) =>
    table.associations.some((held) => held.subnetId === subnet.subnetId),
  );
  const main = tables.find(
    (table) => table.vpcId === subnet.vpcId && table.associations.some((held) => held.main),
  );
  return explicit ?? main;
}

/**
 * Images that can be launched: those built here, and those that launch templates name and nobody
 * knows.
 */
export function images(store: Ec2Store, region: string): Image[] {
  const known = store.images.list(region);
  const knownIds = new Set(known.map((image) => image.imageId));
  const foreign = new Set(
    store.launchTemplateVersions
      .list(region)
      .flatMap(({ data }) => data.ImageId ?? [])
      .filter((imageId) => !knownIds.has(imageId)),
  );
  return [
    ...known
      .filter((image) => image.state === 'available')
      .map(({ imageId, name, directory }) => ({
        imageId,
        name,
        ...(directory === undefined ? {} : { directory }),
      })),
    ...[...foreign].map((imageId) => ({ imageId, name: imageId })),
  ];
}

/**
 * What an instance launched now from the template would be. Throws EC2's errors where there is no
 * such version.
 */
export function launchSpecification(
  store: Ec2Store,
  region: string,
  reference: TemplateReference,
  version: string,
): LaunchSpecification {
  const template = findTemplate(store, region, reference);
  const resolved = resolveVersion(store, region, template, version);
  const { data } = resolved;
  return {
    launchTemplateId: template.launchTemplateId,
    launchTemplateVersion: resolved.version,
    imageId: data.ImageId ?? '',
    instanceType: data.InstanceType ?? DEFAULT_INSTANCE_TYPE,
    securityGroupIds: securityGroupIdsOf(data),
    userData: userDataOf(data),
    httpTokens: data.MetadataOptions?.HttpTokens === 'required' ? 'required' : 'optional',
    ...(data.MetadataOptions?.InstanceMetadataTags === 'enabled'
      ? { instanceMetadataTags: 'enabled' }
      : {}),
    ...profileOf(data.IamInstanceProfile),
    tags: instanceTagsOf(data),
  };
}

/** By its ARN or its name, as the template has it: the profile may be made later. */
function profileOf(
  named: LaunchTemplateIamInstanceProfileSpecificationRequest | undefined,
): Pick<LaunchSpecification, 'instanceProfile'> {
  if (named?.Arn !== undefined) return { instanceProfile: { arn: named.Arn } };
  return named?.Name === undefined ? {} : { instanceProfile: { name: named.Name } };
}

function hasInternetRoute(
  store: Ec2Store,
  region: string,
  table: RouteTableRecord | undefined,
): boolean {
  return (table?.routes ?? []).some(
    ({ destination, target }) =>
      destination === '0.0.0.0/0' &&
      target.kind === 'internet-gateway' &&
      store.internetGateways.get(region, target.id)?.vpcId === table?.vpcId,
  );
}

function projectPeer(
  region: string,
  peer: Exclude<RuleRecord['peer'], { kind: 'cidr6' }>,
): SecurityGroupRule['peer'] {
  if (peer.kind !== 'prefix-list') return peer;
  const cidrs = findPrefixList(region, peer.prefixListId)?.cidrs ?? [];
  return { ...peer, cidrs: [...cidrs] };
}

/**
 * IPv6 peers and protocols other than these carry no traffic here, so their rules admit nothing.
 */
function projectRule(region: string, rule: RuleRecord): SecurityGroupRule[] {
  if (rule.peer.kind === 'cidr6') return [];
  const peer = projectPeer(region, rule.peer);
  switch (rule.protocol) {
    case '-1':
      return [{ protocol: 'all', fromPort: 0, toPort: 65_535, peer }];
    case 'tcp':
    case 'udp':
    case 'icmp':
      return [
        { protocol: rule.protocol, fromPort: rule.fromPort ?? 0, toPort: rule.toPort ?? 0, peer },
      ];
    default:
      return [];
  }
}
