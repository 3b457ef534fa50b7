import { type DnsConfig, errorText, type HostedZone } from '@understudy/contract';
import { type AwsDirectory, compileAwsDirectory } from './aws-names.ts';
import { compileRegistrations, type Registrations } from '../registry.ts';
import { canonicalName, displayName, type DomainName } from '../wire/names.ts';
import { compileAliasTargets, findAliasTarget } from '../zone/alias-targets.ts';
import type { HostedZones } from '../zone/hosted-zones.ts';
import { compileZone, type MutableZone, type RecordGroup, type Zone } from '../zone/zone.ts';

/** A configuration, read and checked: what the servers answer from. */
export interface CompiledDns {
  hostedZones: HostedZones;
  registrations: Registrations;
  awsDirectory: AwsDirectory;
  problems: string[];
}

/**
 * Throws only for names that no API lets through; what a user can get wrong is left out and named.
 */
export function compileDns(config: DnsConfig): CompiledDns {
  const problems: string[] = [];
  const registrations = compileRegistrations(config);
  const zones = config.hostedZones.flatMap((hosted) => readZone(hosted, problems));
  const targets = compileAliasTargets(config);
  const hostedZones = {
    byId: new Map(zones.map((zone) => [zone.id, zone])),
    byName: zonesByName(zones, registrations),
    targets,
    resolverRegion: config.resolverRegion,
  };
  for (const zone of zones) {
    const groups = [...zone.nodes.values()].flatMap((node) => [...node.values()]);
    problems.push(...danglingAliases(zone, groups, hostedZones));
  }
  return { hostedZones, registrations, awsDirectory: compileAwsDirectory(config), problems };
}

function readZone(hosted: HostedZone, problems: string[]): MutableZone[] {
  try {
    const { zone, problems: own } = compileZone(hosted);
    problems.push(...own);
    return [zone];
  } catch (thrown) {
    problems.push(`hosted zone ${hosted.id} is not served: ${errorText(thrown)}`);
    return [];
  }
}

/** Of zones of one name, the one that the registrar was told of is the one that the world sees. */
function zonesByName(
  zones: readonly MutableZone[],
  { delegations }: Registrations,
): Map<DomainName, MutableZone> {
  const byName = new Map<DomainName, MutableZone>();
  for (const zone of zones) {
    const told = delegations.get(zone.name) ?? [];
    const delegated = zone.nameServers.some((server) => told.includes(canonicalName(server)));
    if (delegated || !byName.has(zone.name)) byName.set(zone.name, zone);
  }
  return byName;
}

export function danglingAliases(
  zone: Zone,
  groups: readonly RecordGroup[],
  { targets }: Pick<HostedZones, 'targets'>,
): string[] {
  return groups.flatMap((group) =>
    group.members
      .filter(({ aliasTarget }) => aliasTarget !== undefined)
      .filter((member) => findAliasTarget(targets, zone, member).kind === 'unknown')
      .map(
        (member) =>
          `alias ${displayName(group.name)} ${group.typeName} leads to ` +
          `${displayName(member.aliasTarget ?? '')}, which is no load balancer, distribution ` +
          `or record of its zone: it answers with nothing`,
      ),
  );
}
