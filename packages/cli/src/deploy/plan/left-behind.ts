import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { isJsonObject } from '@understudy/contract';
import { GLOBAL_REGION, stackNames, type SiteConfig } from '@understudy/site';
import { describeStack } from '../stacks/describe-stack.ts';
import type { LeftBehind } from './deployment-plan.ts';

/** What the names of a site's stacks are made of. */
export type Named = Pick<SiteConfig, 'name' | 'primary' | 'standby'>;

/** Every stack of a site, in the order in which they can be deleted. */
export function siteStacks(site: Named): LeftBehind[] {
  const names = stackNames(site);
  return [
    { name: names.routing, region: GLOBAL_REGION },
    { name: names.edge, region: GLOBAL_REGION },
    { name: names.primary, region: site.primary },
    { name: names.standby, region: site.standby },
    { name: names.zone, region: GLOBAL_REGION },
  ];
}

/** The stacks of a site as it was that are none of the site as it is. */
export function stacksNoLongerOf(before: Named, now: Named): LeftBehind[] {
  const kept = new Set(siteStacks(now).map(({ name, region }) => `${region}/${name}`));
  return siteStacks(before).filter(({ name, region }) => !kept.has(`${region}/${name}`));
}

/** Those of them that are still there. */
export async function leftBehind(
  directory: string,
  account: string,
  site: SiteConfig,
): Promise<LeftBehind[]> {
  const before = readDeployed(directory, account);
  if (before === undefined) return [];
  const found = await Promise.all(
    stacksNoLongerOf(before, site).map(async (stack) => ((await exists(stack)) ? [stack] : [])),
  );
  return found.flat();
}

async function exists({ name, region }: LeftBehind): Promise<boolean> {
  const client = new CloudFormationClient({ region });
  try {
    const status = (await describeStack(client, name))?.StackStatus;
    return status !== undefined && status !== 'DELETE_COMPLETE';
  } finally {
    client.destroy();
  }
}

/** Remembers what was deployed last from here: the configuration only says what is to be. */
export function saveDeployed(directory: string, account: string, site: Named): void {
  const { name, primary, standby } = site;
  writeFileSync(fileOf(directory, account), JSON.stringify({ name, primary, standby }), {
    mode: 0o600,
  });
}

/** A convenience: a note that is not there, or cannot be read, leaves only the warning out. */
export function readDeployed(directory: string, account: string): Named | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(fileOf(directory, account), 'utf8'));
    if (!isJsonObject(note)) return undefined;
    const { name, primary, standby } = note;
    return typeof name === 'string' && typeof primary === 'string' && typeof standby === 'string'
      ? { name, primary, standby }
      : undefined;
  } catch {
    return undefined;
  }
}

function fileOf(directory: string, account: string): string {
  return path.join(directory, `deployed-to-${account}.json`);
}
