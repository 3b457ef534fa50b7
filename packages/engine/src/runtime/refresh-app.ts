import { existsSync } from 'node:fs';
import { copyFile, mkdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  UnderstudyError,
  type InstanceState,
  type Refreshed,
  type RefreshRequest,
} from '@understudy/contract';
import { askRegion } from '../kernel/ask-region.ts';
import type { DataPlane } from '../kernel/data-plane.ts';

export interface RefreshSources {
  dataPlane: DataPlane;
  regions: readonly string[];
  /** Where an image's files are; undefined of one that has none. */
  imageDirectory(region: string, imageId: string): string | undefined;
}

/**
 * Brings changed files of a web app into the images that a group's instances run, and gives each of
 * them a new program: one after the other, so that what does not start stops at the first.
 */
export async function refreshApp(
  { dataPlane, regions, imageDirectory }: RefreshSources,
  { region, groupName, ...files }: RefreshRequest,
): Promise<Refreshed> {
  if (!regions.includes(region))
    throw new UnderstudyError('RegionUnknown', { message: `there is no region '${region}'` });
  const all = await askRegion(dataPlane, region, 'describeInstances', {});
  const instances = all.filter((one) => one.groupName === groupName && isInService(one));
  const directories = new Set(
    instances.flatMap(({ imageId }) => imageDirectory(region, imageId) ?? []),
  );
  for (const directory of directories) await bringFiles(files, directory);
  for (const { instanceId } of instances)
    await askRegion(dataPlane, region, 'replaceProgram', { instanceId });
  return { instances: instances.map(({ instanceId }) => instanceId) };
}

function isInService({ lifecycleState }: InstanceState): boolean {
  return lifecycleState === 'InService';
}

type Files = Pick<RefreshRequest, 'source' | 'changed' | 'removed'>;

async function bringFiles({ source, changed, removed }: Files, directory: string): Promise<void> {
  for (const file of removed) {
    const target = path.join(directory, file);
    await requireBelow(directory, path.dirname(target));
    await rm(target, { force: true });
  }
  for (const file of changed) {
    const target = path.join(directory, file);
    await requireBelow(directory, path.dirname(target));
    await mkdir(path.dirname(target), { recursive: true });
    // Whole or not at all: a program may be reading it.
    const next = `${target}.understudy-next`;
    await copyFile(path.join(source, file), next);
    await rename(next, target);
  }
}

/** What was built into an image may be a link to anywhere. */
async function requireBelow(directory: string, folder: string): Promise<void> {
  let there = folder;
  while (!existsSync(there)) there = path.dirname(there);
  const [top, real] = await Promise.all([realpath(directory), realpath(there)]);
  if (real === top || real.startsWith(`${top}${path.sep}`)) return;
  throw new UnderstudyError('UsageInvalid', {
    message: `${folder} is a link out of the image's folder ${directory}`,
  });
}
