import type {
  CreateImageRequest,
  CreateImageResponse,
  DeleteImageRequest,
  DeleteImageResponse,
  GetImageRequest,
  GetImageResponse,
  Image,
  ListImageBuildVersionsRequest,
  ListImageBuildVersionsResponse,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-imagebuilder';
import { errorText } from '@understudy/contract';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { latestVersions } from './components.ts';
import { configurationsOf } from './configurations.ts';
import { buildImage, planRecipe, setAmi } from './image-build.ts';
import { arnOf, failNotFound, type ImageBuilderStore, pageOf } from './imagebuilder-store.ts';
import { describeRecipe } from './recipes.ts';
import type { DistributionRecord, ImageBuildRecord, RecipeRecord } from './records.ts';

const BUILDS_AT_ONCE_MAX = 100;

export const imageOperations = {
  CreateImage: operation(createImage, {
    accepts: [
      'imageRecipeArn',
      'distributionConfigurationArn',
      'infrastructureConfigurationArn',
      'imageTestsConfiguration',
      'enhancedImageMetadataEnabled',
      'tags',
      'clientToken',
      'executionRole',
      'loggingConfiguration',
    ],
  }),
  GetImage: operation(getImage),
  ListImages: operation(listImages, {
    accepts: ['owner', 'byName', 'includeDeprecated', 'maxResults', 'nextToken'],
  }),
  ListImageBuildVersions: operation(listImageBuildVersions, {
    accepts: ['imageVersionArn', 'maxResults', 'nextToken'],
  }),
  DeleteImage: operation(deleteImage),
};

/** Returns at once; the build goes on until the image is AVAILABLE or FAILED. */
function createImage(
  store: ImageBuilderStore,
  context: RequestContext,
  input: CreateImageRequest,
): CreateImageResponse {
  const { region } = context;
  if (store.running.size >= BUILDS_AT_ONCE_MAX)
    fail('ServiceQuotaExceededException', 'Too many images are being built', 402);
  const recipe = store.find(store.recipes, region, input.imageRecipeArn, 'image recipe');
  const record = newRecord(store, context, recipe, input);
  const plan = planRecipe(store, region, recipe);
  record.skippedSteps = plan.skippedSteps;
  store.images.put(region, record.arn, record);
  for (const ami of record.amis) setAmi(store, ami, record, 'pending');
  const build = buildImage(store, region, record, plan)
    .then(() => finish(store, region, record.arn, 'AVAILABLE', undefined))
    .catch((error: unknown) => finish(store, region, record.arn, 'FAILED', errorText(error)))
    .finally(() => void store.running.delete(record.arn));
  store.running.set(record.arn, build);
  return {
    ...store.answer(input.clientToken),
    imageBuildVersionArn: record.arn,
    latestVersionReferences: latestVersions(record.arn),
  };
}

function getImage(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetImageRequest,
): GetImageResponse {
  const arn = input.imageBuildVersionArn;
  const record = store.find(store.images, context.region, arn, 'image');
  return {
    requestId: store.answer(undefined).requestId,
    image: describeImage(store, context, record),
    latestVersionReferences: latestVersions(record.arn),
  };
}

function listImages(
  store: ImageBuilderStore,
  context: RequestContext,
  input: ListImagesRequest,
): ListImagesResponse {
  const own = input.owner === undefined || input.owner === 'Self';
  const records = own ? store.images.list(context.region) : [];
  const byVersion = new Map(records.map((record) => [versionArn(record.arn), record]));
  const { items, nextToken } = pageOf([...byVersion], input);
  return {
    requestId: store.answer(undefined).requestId,
    nextToken,
    imageVersionList: items.map(([arn, record]) => ({
      arn,
      name: record.name,
      type: 'AMI',
      version: record.version,
      platform: 'Linux',
      owner: context.account,
      dateCreated: new Date(record.createdMs).toISOString(),
      buildType: 'USER_INITIATED',
    })),
  };
}

function listImageBuildVersions(
  store: ImageBuilderStore,
  context: RequestContext,
  input: ListImageBuildVersionsRequest,
): ListImageBuildVersionsResponse {
  const prefix = input.imageVersionArn === undefined ? '' : `${input.imageVersionArn}/`;
  const { items, nextToken } = pageOf(store.images.list(context.region, prefix), input);
  return {
    requestId: store.answer(undefined).requestId,
    nextToken,
    imageSummaryList: items.map((record) => ({
      arn: record.arn,
      name: record.name,
      type: 'AMI',
      version: `${record.version}/${record.build}`,
      platform: 'Linux',
      state: stateOf(record),
      owner: context.account,
      dateCreated: new Date(record.createdMs).toISOString(),
      outputResources: outputOf(record, context.account),
      tags: record.tags,
    })),
  };
}

/**
 * Its AMIs stay.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_DeleteImage.html
 */
async function deleteImage(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteImageRequest,
): Promise<DeleteImageResponse> {
  const arn = input.imageBuildVersionArn ?? '';
  store.find(store.images, context.region, arn, 'image');
  await store.running.get(arn);
  store.images.delete(context.region, arn);
  return { requestId: store.answer(undefined).requestId, imageBuildVersionArn: arn };
}

function newRecord(
  store: ImageBuilderStore,
  context: RequestContext,
  recipe: RecipeRecord,
  input: CreateImageRequest,
): ImageBuildRecord {
  const { region } = context;
  const { infrastructureConfigurationArn: infrastructureArn = '' } = input;
  if (store.infrastructures.get(region, infrastructureArn) === undefined)
    failNotFound('infrastructure configuration', infrastructureArn);
  const { distributionConfigurationArn: distributionArn } = input;
  const distribution =
    distributionArn === undefined
      ? undefined
      : store.find(store.distributions, region, distributionArn, 'distribution configuration');
  const stem = arnOf(context, 'image', recipe.name, recipe.version);
  const builds = store.images.list(region, `${stem}/`).map((image) => image.build);
  const build = Math.max(0, ...builds) + 1;
  const createdMs = store.deps.clock.nowMs();
  return {
    arn: `${stem}/${build}`,
    name: recipe.name,
    version: recipe.version,
    build,
    recipeArn: recipe.arn,
    infrastructureArn,
    ...(distributionArn === undefined ? {} : { distributionArn }),
    status: 'BUILDING',
    amis: amisOf(store, region, { recipe, distribution, createdMs }),
    skippedSteps: [],
    createdMs,
    tags: { ...recipe.request.amiTags, ...input.tags },
  };
}

/**
 * One AMI in this region, which is the image's own, and one in every other that the distribution
 * names.
 */
function amisOf(
  store: ImageBuilderStore,
  region: string,
  from: {
    recipe: RecipeRecord;
    distribution: DistributionRecord | undefined;
    createdMs: number;
  },
): ImageBuildRecord['amis'] {
  const distributions = from.distribution?.request.distributions ?? [];
  const others = distributions.map((entry) => entry.region ?? '').filter((name) => name !== '');
  const built = new Date(from.createdMs).toISOString().replaceAll(':', '-');
  return [...new Set([region, ...others])].map((target) => {
    const entry = distributions.find((candidate) => candidate.region === target);
    const pattern = entry?.amiDistributionConfiguration?.name;
    return {
      region: target,
      imageId: store.ec2.newImageId(),
      name:
        pattern?.replace(/\{\{\s*imagebuilder:buildDate\s*\}\}/g, built) ??
        `${from.recipe.name} ${built}`,
    };
  });
}

function finish(
  store: ImageBuilderStore,
  region: string,
  arn: string,
  status: 'AVAILABLE' | 'FAILED',
  reason: string | undefined,
): void {
  const record = store.images.get(region, arn);
  if (record === undefined) return;
  store.images.put(region, arn, {
    ...record,
    status,
    ...(reason === undefined ? {} : { reason }),
  });
}

function describeImage(
  store: ImageBuilderStore,
  context: RequestContext,
  record: ImageBuildRecord,
): Image {
  const recipe = store.recipes.get(context.region, record.recipeArn);
  return {
    arn: record.arn,
    type: 'AMI',
    name: record.name,
    version: `${record.version}/${record.build}`,
    platform: 'Linux',
    state: stateOf(record),
    imageRecipe: recipe === undefined ? undefined : describeRecipe(context, recipe),
    ...configurationsOf(store, context.region, record),
    dateCreated: new Date(record.createdMs).toISOString(),
    outputResources: outputOf(record, context.account),
    buildType: 'USER_INITIATED',
    tags: record.tags,
  };
}

function stateOf(record: ImageBuildRecord): NonNullable<Image['state']> {
  return { status: record.status, reason: record.reason };
}

function outputOf(
  record: ImageBuildRecord,
  account: string,
): NonNullable<Image['outputResources']> {
  if (record.status !== 'AVAILABLE') return { amis: [], containers: [] };
  return {
    amis: record.amis.map((ami) => ({
      region: ami.region,
      image: ami.imageId,
      name: ami.name,
      accountId: account,
    })),
    containers: [],
  };
}

function versionArn(buildArn: string): string {
  return buildArn.slice(0, buildArn.lastIndexOf('/'));
}
