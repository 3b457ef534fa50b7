import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorText } from '@understudy/contract';
import { webCommand } from '@understudy/dataplane';
import { fail } from '../../kernel/fail.ts';
import { buildEnvironment } from './build-environment.ts';
import { type BuildStep, runBuildStep } from './build-step.ts';
import { copyFolder } from './built-folders.ts';
import { type ComponentPlan, type ObjectLocation, planComponent } from './component-document.ts';
import { findComponent } from './components.ts';
import type { ImageBuilderStore } from './imagebuilder-store.ts';
import { isOfAws } from './recipes.ts';
import type { ImageBuildRecord, RecipeRecord } from './records.ts';
import { imageDirectory, UnpackBudget, unpackZip } from './unpack.ts';

/**
 * All archives of one image together, as they are downloaded; what they unpack to has limits of its
 * own.
 */
const ARCHIVES_BYTES_MAX = 1024 * 1024 * 1024;
/** AWS names no number for downloads; of components a recipe has 20 at most. */
const DOWNLOADS_MAX = 100;

/** What was built by another Node.js, or for another processor, is of no use. */
const PLATFORM = [process.platform, process.arch, process.version];

/** What of a recipe's components has an effect here; AWS's own components have none. */
export function planRecipe(
  store: ImageBuilderStore,
  region: string,
  recipe: RecipeRecord,
): ComponentPlan {
  const plans = recipe.components.map(({ componentArn = '', parameters = [] }) => {
    if (isOfAws(componentArn))
      return { downloads: [], builds: [], skippedSteps: [`all of ${componentArn}`] };
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
    builds: plans.flatMap((plan) => plan.builds),
    skippedSteps: plans.flatMap((plan) => plan.skippedSteps),
  };
}

/**
 * Makes the image's files and its AMIs. Rejects with the reason; nothing is left of the files then.
 */
export async function buildImage(
  store: ImageBuilderStore,
  region: string,
  image: ImageBuildRecord,
  plan: Pick<ComponentPlan, 'downloads' | 'builds'>,
): Promise<void> {
  const { downloads } = plan;
  const { stateDirectory } = store.deps;
  const made: string[] = [];
  try {
    for (const ami of image.amis) {
      const directory = imageDirectory(stateDirectory, ami.imageId);
      made.push(directory);
      const [first] = made;
      if (downloads.length > 0) {
        if (first === directory) await makeFolder(store, region, plan, directory);
        else if (first !== undefined) await copyFolder(first, directory);
      }
      setAmi(store, ami, image, 'available', downloads.length > 0 ? { directory } : {});
    }
  } catch (error) {
    for (const directory of made) await rm(directory, { recursive: true, force: true });
    for (const ami of image.amis) setAmi(store, ami, image, 'failed', { reason: errorText(error) });
    throw error;
  }
}

export function setAmi(
  store: ImageBuilderStore,
  ami: ImageBuildRecord['amis'][number],
  image: ImageBuildRecord,
  state: 'pending' | 'available' | 'failed',
  detail: { directory?: string; reason?: string } = {},
): void {
  store.ec2.putImage(
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

async function makeFolder(
  store: ImageBuilderStore,
  region: string,
  { downloads, builds }: Pick<ComponentPlan, 'downloads' | 'builds'>,
  directory: string,
): Promise<void> {
  // Under another name until it is whole: a killed engine leaves no half image behind a good name.
  const partial = `${directory}.partial`;
  const archive = `${directory}.zip`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const digest = createHash('sha256').update(JSON.stringify([builds, PLATFORM]));
  try {
    const budget = new UnpackBudget();
    let leftBytes = ARCHIVES_BYTES_MAX;
    for (const { bucket, key } of downloads) {
      const from = { region, bucket, key, file: archive, leftBytes };
      leftBytes -= await fetchArchive(store, from, digest);
      await unpackZip(archive, partial, budget);
      await rm(archive);
    }
    await checkProcfile(partial, downloads);
    if (builds.length > 0) await build(store, builds, digest.digest('hex'), partial);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(archive, { force: true });
    await rm(partial, { recursive: true, force: true });
  }
}

async function build(
  store: ImageBuilderStore,
  builds: readonly BuildStep[],
  digest: string,
  folder: string,
): Promise<void> {
  const { built, stopping } = store;
  await built.build(digest, folder, async (directory) => {
    const nodePath = process.execPath;
    const environment = buildEnvironment(process.env, { home: built.home, nodePath });
    const options = { directory, environment, clock: store.deps.clock, signal: stopping.signal };
    for (const step of builds) await runBuildStep(step, options);
  });
}

/** Into a file, since an archive may be larger than what memory is there. Gives its size. */
async function fetchArchive(
  store: ImageBuilderStore,
  from: { region: string; bucket: string; key: string; file: string; leftBytes: number },
  digest: Hash,
): Promise<number> {
  const { region, bucket, key, file, leftBytes } = from;
  let bytes = 0;
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      bytes += piece.byteLength;
      if (bytes > leftBytes)
        throw new Error(`an image's archives have at most ${ARCHIVES_BYTES_MAX} bytes`);
      digest.update(piece);
      yield piece;
    }
  }
  try {
    await pipeline(
      counted(await store.fetchObject(region, bucket, key)),
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
