import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { GLOBAL_REGION, stackNames, type AssemblyStack, type SiteConfig } from '@understudy/site';
import { readOutputs } from '../stack-outputs.ts';
import { obstacles, type Distribution, type Obstacle } from './obstacles.ts';

/**
 * What stands in the way of deploying a site, asked of AWS where anything is to be changed at all.
 */
export async function findObstacles(
  site: SiteConfig,
  changed: readonly AssemblyStack[],
): Promise<Obstacle[]> {
  if (changed.length === 0) return [];
  const names = stackNames(site);
  const [outputs, distributions] = await Promise.all([
    readOutputs([
      { name: names.primary, region: site.primary },
      { name: names.edge, region: GLOBAL_REGION },
    ]),
    allDistributions(),
  ]);
  return obstacles(site, {
    outputs: { primary: orAbsent(outputs[names.primary]), edge: orAbsent(outputs[names.edge]) },
    distributions,
  });
}

/** A stack that was begun and rolled back has none. */
function orAbsent(outputs: Record<string, string> | undefined): Record<string, string> | undefined {
  return outputs === undefined || Object.keys(outputs).length === 0 ? undefined : outputs;
}

async function allDistributions(): Promise<Distribution[]> {
  const client = new CloudFrontClient({ region: GLOBAL_REGION });
  try {
    const found: Distribution[] = [];
    let marker: string | undefined;
    do {
      const { DistributionList: page } = await client.send(
        new ListDistributionsCommand(marker === undefined ? {} : { Marker: marker }),
      );
      for (const { Id: id = '', Aliases: aliases } of page?.Items ?? [])
        found.push({ id, aliases: aliases?.Items ?? [] });
      marker = page?.NextMarker;
    } while (marker !== undefined && marker !== '');
    return found;
  } finally {
    client.destroy();
  }
}
