import { readFileSync } from 'node:fs';
import process from 'node:process';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { S3Client } from '@aws-sdk/client-s3';
import { localPort, UnderstudyError, type UnderstudyEvent } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/seeded-random';
import type { ClientDefinition, DrilledSite, DrillTarget } from '@understudy/drill';
import { VERSION, type EngineInfo } from '@understudy/engine';
import { GLOBAL_REGION, stackNames, type SiteConfig } from '@understudy/site';
import { firstKey } from '../../checks/storage/static-files.ts';
import type { StackOutputs } from '../../deploy/messages.ts';
import { readOutputs } from '../../deploy/stack-outputs.ts';
import { clientEnvironment, clientSettings } from '../../engine/aws.ts';
import type { Session } from '../../engine/session.ts';
import { sentence } from '../../render/event.ts';
import { engineEvents } from '../../watch/follow-events.ts';
import { awsClock } from './aws-clock.ts';
import { bootSeconds } from './boot-time.ts';
import { bucketsOf } from './buckets.ts';
import { deployedTemplates } from './deployed-templates.ts';
import { faultPort } from './fault-port.ts';
import { Places, type KnownNames } from './places.ts';
import { withRollouts } from './rollouts.ts';
import { dependencyPorts, scalesAbove } from '../site-facts.ts';

/** A running engine's site, for a drill; its clients are closed with it. */
export interface OpenTarget extends Disposable {
  target: DrillTarget;
}

export async function openTarget(
  session: Session,
  { seed, client }: { seed: number; client: ClientDefinition | undefined },
): Promise<OpenTarget> {
  const { info, site } = session;
  const outputs = await outputsOf(session);
  const clock = awsClock(await anyEvent(info), info.speed);
  const places = new Places();
  await places.learn(info, namesIn(site, outputs));
  const buckets = bucketsOf(info, site, outputs);
  const staticUrl = await staticUrlOf(info, site, outputs);
  const templates = await deployedTemplates(site, (region) => clientSettings(info, region));
  const groupNames = groupNamesIn(site, outputs);
  const launchSeconds = await bootSecondsOf(info, site.standby, groupNames);
  const target: DrillTarget = {
    site: drilledSite(site, { staticUrl, templates, bootSeconds: launchSeconds }),
    ...{ clock, random: new SeededRandom(seed) },
    network: {
      resolver: info.dns,
      portOf: (port) =>
        localPort(port, { privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000 }),
      ca: readFileSync(info.caFile, 'utf8'),
      placeOf: (address) => places.of(address),
    },
    faults: withRollouts(faultPort(info), info, groupNames),
    events: (signal) => engineEvents(info, { follow: true, signal }),
    describe: ({ body }) => sentence(body),
    ...{ markers: buckets.markers, data: buckets.data, client },
  };
  return { target, [Symbol.dispose]: () => buckets[Symbol.dispose]() };
}

/** Both stamps of any event that the engine remembers: bringing a site up makes many. */
async function anyEvent(info: EngineInfo): Promise<UnderstudyEvent> {
  for await (const event of engineEvents(info, { follow: false })) return event;
  throw new UnderstudyError('EngineNotAnswering', {
    message: `the engine at ${info.endpoint} remembers no event`,
  });
}

async function outputsOf({ info, site }: Session): Promise<StackOutputs> {
  // The readers shared with deployments are configured as every AWS client is, by the environment.
  Object.assign(process.env, clientEnvironment(info, site.primary));
  delete process.env['AWS_SESSION_TOKEN'];
  const names = stackNames(site);
  return await readOutputs([
    { name: names.primary, region: site.primary },
    { name: names.standby, region: site.standby },
    { name: names.edge, region: GLOBAL_REGION },
  ]);
}

function namesIn(site: SiteConfig, outputs: StackOutputs): KnownNames {
  const names = stackNames(site);
  const edge = outputs[names.edge]?.['DistributionDomain'];
  const regions = [
    [site.primary, outputs[names.primary]?.['LoadBalancerDnsName']],
    [site.standby, outputs[names.standby]?.['LoadBalancerDnsName']],
  ] as const;
  return {
    edge: edge === undefined ? [] : [edge],
    regions: Object.fromEntries(
      regions.flatMap(([region, name]) => (name === undefined ? [] : [[region, name]])),
    ),
  };
}

function groupNamesIn(site: SiteConfig, outputs: StackOutputs): Map<string, string> {
  const names = stackNames(site);
  const of = (region: string, stack: string): [string, string][] => {
    const name = outputs[stack]?.['GroupName'];
    return name === undefined ? [] : [[region, name]];
  };
  return new Map([...of(site.primary, names.primary), ...of(site.standby, names.standby)]);
}

async function bootSecondsOf(
  info: EngineInfo,
  region: string,
  groupNames: ReadonlyMap<string, string>,
): Promise<number | undefined> {
  const groupName = groupNames.get(region);
  if (groupName === undefined) return undefined;
  const client = new AutoScalingClient(clientSettings(info, region));
  try {
    return await bootSeconds(client, groupName);
  } finally {
    client.destroy();
  }
}

/** Some static file, of the primary's distribution. */
async function staticUrlOf(
  info: EngineInfo,
  site: SiteConfig,
  outputs: StackOutputs,
): Promise<string | undefined> {
  const { AssetBucket, AssetsDomain } = outputs[stackNames(site).primary] ?? {};
  if (AssetBucket === undefined || AssetsDomain === undefined) return undefined;
  const client = new S3Client({ ...clientSettings(info, site.primary), forcePathStyle: true });
  try {
    const key = await firstKey(client, AssetBucket);
    return key === undefined ? undefined : `https://${AssetsDomain}/${encodeURI(key)}`;
  } finally {
    client.destroy();
  }
}

function drilledSite(
  site: SiteConfig,
  facts: Pick<DrilledSite, 'staticUrl' | 'templates' | 'bootSeconds'>,
): DrilledSite {
  const { domain, primary, standby, healthCheck, failover, objectives } = site;
  return {
    ...{ domain, primary, standby, healthCheck, ...facts },
    ...{ design: failover, scalesAbove: scalesAbove(site) },
    dependencyPorts: dependencyPorts(site),
    objectives: {
      ...(objectives.rto !== undefined && { rtoSeconds: objectives.rto }),
      ...(objectives.rpo !== undefined && { rpoSeconds: objectives.rpo }),
      ...(objectives.errorBudget !== undefined && { errorBudget: objectives.errorBudget }),
      profiles: objectives.profiles,
    },
    pageUrl: `https://${domain}/`,
    config: { ...site },
    versions: { understudy: VERSION, node: process.versions.node },
  };
}
