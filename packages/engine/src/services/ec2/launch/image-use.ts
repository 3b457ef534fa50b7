import { rm } from 'node:fs/promises';
import type { InstanceState } from '@understudy/contract';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import type { Ec2Store } from '../ec2-store.ts';

/**
 * Looks which images instances run from: says of each when it was last launched, and frees the
 * folders of those that are deregistered once nothing runs in them any more.
 */
export async function lookAtImageUse(store: Ec2Store, region: string): Promise<void> {
  const { dataPlane } = store.deps;
  const instances = await askRegionIfRunning(dataPlane, region, 'describeInstances', {});
  // Of a region that does not answer nobody can say what runs; the next look tells.
  if (instances === undefined) return;
  noteLaunches(store, region, instances);
  await freeFolders(store, region, instances);
}

function noteLaunches(store: Ec2Store, region: string, instances: readonly InstanceState[]): void {
  for (const { imageId, launchedMs } of instances) {
    const image = store.images.get(region, imageId);
    if (image === undefined || launchedMs <= (image.lastLaunchedMs ?? 0)) continue;
    store.images.put(region, imageId, { ...image, lastLaunchedMs: launchedMs });
  }
}

async function freeFolders(
  store: Ec2Store,
  region: string,
  instances: readonly InstanceState[],
): Promise<void> {
  const used = new Set(
    instances
      .filter(({ lifecycleState }) => lifecycleState !== 'Terminated')
      .map(({ imageId }) => imageId),
  );
  const named = new Set(
    store.launchTemplateVersions.list(region).flatMap(({ data }) => data.ImageId ?? []),
  );
  for (const image of store.images.list(region)) {
    const { imageId, directory, ...kept } = image;
    if (image.state !== 'deregistered' || used.has(imageId)) continue;
    if (!named.has(imageId)) store.images.delete(region, imageId);
    else if (directory !== undefined) store.images.put(region, imageId, { ...kept, imageId });
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }
}
