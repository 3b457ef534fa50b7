import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '@understudy/contract';
import { webCommand } from '@understudy/dataplane';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import { type ComponentPlan, type ObjectLocation, planComponent } from './component-document.ts';
import { findComponent } from './components.ts';
import { fail, type ImageBuilderStore } from './imagebuilder-store.ts';
import { isOfAws } from './recipes.ts';
import type { ImageBuildRecord, RecipeRecord } from './records.ts';
import { imageDirectory, unpackZip } from './unpack.ts';

/** Reads an object of a region's store. */
export type FetchObject = (region: string, bucket: string, key: string) => Promise<Uint8Array>;

export interface BuildDeps {
  store: ImageBuilderStore;
  ec2: Ec2Service;
  fetchObject: FetchObject;
}

/** What of a recipe's components has an effect here; AWS's own components have none. */
export function planRecipe(
  store: ImageBuilderStore,
  region: string,
  recipe: RecipeRecord,
): ComponentPlan {
  const plans = recipe.components.map(({ componentArn = '', parameters = [] }) => {
    if (isOfAws(componentArn)) return { downloads: [], skippedSteps: [`all of ${componentArn}`] };
    const component = findComponent(store, region, componentArn);
    const values = parameters.map(({ name = '', value = [] }) => [name, value[0] ?? ''] as const);
    return planComponent(component.data, Object.fromEntries(values));
  });
  return {
    downloads: plans.flatMap((plan) => plan.downloads),
    skippedSteps: plans.flatMap((plan) => plan.skippedSteps),
  };
}

/** Makes the image's files and its AMIs. Rejects with the reason; nothing is left of the files then. */
export async function buildImage(
  deps: BuildDeps,
  region: string,
  image: ImageBuildRecord,
  downloads: readonly ObjectLocation[],
): Promise<void> {
  const { stateDirectory } = deps.store.deps;
  const made: string[] = [];
  try {
    for (const ami of image.amis) {
      const directory = imageDirectory(stateDirectory, ami.imageId);
      made.push(directory);
      const [first] = made;
      if (downloads.length > 0) {
        if (first === directory) await unpackAll(deps, region, downloads, directory);
        else if (first !== undefined) await cp(first, directory, { recursive: true });
      }
      setAmi(deps, ami, image, 'available', downloads.length > 0 ? { directory } : {});
    }
  } catch (error) {
    for (const directory of made) await rm(directory, { recursive: true, force: true });
    for (const ami of image.amis) setAmi(deps, ami, image, 'failed', { reason: errorText(error) });
    throw error;
  }
}

export function setAmi(
  deps: BuildDeps,
  ami: ImageBuildRecord['amis'][number],
  image: ImageBuildRecord,
  state: 'pending' | 'available' | 'failed',
  detail: { directory?: string; reason?: string } = {},
): void {
  deps.ec2.putImage(
    ami.region,
    {
      imageId: ami.imageId,
      name: ami.name,
      description: `${image.name} ${image.version}/${image.build}`,
      state,
      createdMs: image.createdMs,
      ...detail,
    },
    image.tags,
  );
}

async function unpackAll(
  deps: BuildDeps,
  region: string,
  downloads: readonly ObjectLocation[],
  directory: string,
): Promise<void> {
  // Under another name until it is whole: a killed engine leaves no half image behind a good name.
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    for (const { bucket, key } of downloads) {
      const archive = await fetchArchive(deps, region, bucket, key);
      await unpackZip(archive, partial);
    }
    await checkProcfile(partial, downloads);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function fetchArchive(
  deps: BuildDeps,
  region: string,
  bucket: string,
  key: string,
): Promise<Uint8Array> {
  try {
    return await deps.fetchObject(region, bucket, key);
  } catch (error) {
    return fail(
      'InvalidRequestException',
      `s3://${bucket}/${key} could not be downloaded: ${errorText(error)}`,
    );
  }
}

async function checkProcfile(
  directory: string,
  downloads: readonly ObjectLocation[],
): Promise<void> {
  const sources = downloads.map(({ bucket, key }) => `s3://${bucket}/${key}`).join(', ');
  let text: string;
  try {
    text = await readFile(join(directory, 'Procfile'), 'utf8');
  } catch {
    return fail(
      'InvalidRequestException',
      `${sources} has no file 'Procfile' at its top, with a line such as 'web: node server.js'`,
    );
  }
  webCommand(text);
}
