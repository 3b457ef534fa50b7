import { createWriteStream } from 'node:fs';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorText } from '@understudy/contract';
import { webCommand } from '@understudy/dataplane';
import type { Ec2Service } from '../ec2/ec2-service.ts';
import { type ComponentPlan, type ObjectLocation, planComponent } from './component-document.ts';
import { findComponent } from './components.ts';
import { fail, type ImageBuilderStore } from './imagebuilder-store.ts';
import { isOfAws } from './recipes.ts';
import type { ImageBuildRecord, RecipeRecord } from './records.ts';
import { imageDirectory, UnpackBudget, unpackZip } from './unpack.ts';

/** All archives of one image together, as they are downloaded; what they unpack to has limits of its own. */
const ARCHIVES_BYTES_MAX = 1024 * 1024 * 1024;
/** AWS names no number for downloads; of components a recipe has 20 at most. */
const DOWNLOADS_MAX = 100;

/** Reads an object of a region's store, piece by piece. */
export type FetchObject = (
  region: string,
  bucket: string,
  key: string,
) => Promise<AsyncIterable<Uint8Array>>;

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
  const downloads = plans.flatMap((plan) => plan.downloads);
  if (downloads.length > DOWNLOADS_MAX)
    fail(
      'InvalidParameterValueException',
      `The recipe's components download ${downloads.length} objects; here at most ${DOWNLOADS_MAX}.`,
    );
  return {
    downloads,
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
  const archive = `${directory}.zip`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    const budget = new UnpackBudget();
    let leftBytes = ARCHIVES_BYTES_MAX;
    for (const { bucket, key } of downloads) {
      leftBytes -= await fetchArchive(deps, { region, bucket, key, file: archive, leftBytes });
      await unpackZip(archive, partial, budget);
      await rm(archive);
    }
    await checkProcfile(partial, downloads);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(archive, { force: true });
    await rm(partial, { recursive: true, force: true });
  }
}

/** Into a file, since an archive may be larger than what memory is there. Gives its size. */
async function fetchArchive(
  deps: BuildDeps,
  from: { region: string; bucket: string; key: string; file: string; leftBytes: number },
): Promise<number> {
  const { region, bucket, key, file, leftBytes } = from;
  let bytes = 0;
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      bytes += piece.byteLength;
      if (bytes > leftBytes)
        throw new Error(`an image's archives have at most ${ARCHIVES_BYTES_MAX} bytes`);
      yield piece;
    }
  }
  try {
    await pipeline(
      counted(await deps.fetchObject(region, bucket, key)),
      createWriteStream(file, { mode: 0o600 }),
    );
    return bytes;
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
