import type {
  CreateImageRecipeRequest,
  CreateImageRecipeResponse,
  DeleteImageRecipeRequest,
  DeleteImageRecipeResponse,
  GetImageRecipeRequest,
  GetImageRecipeResponse,
} from '@aws-sdk/client-imagebuilder';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { findComponent, latestVersions } from './components.ts';
import {
  arnOf,
  checkName,
  checkVersion,
  failExists,
  failInUse,
  type ImageBuilderStore,
} from './imagebuilder-store.ts';
import type { RecipeRecord } from './records.ts';

/**
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateImageRecipe.html: an AMI,
 * an image, or a parameter.
 */
const PARENT_IMAGE =
  /^(ami-[0-9a-f]{8,17}|arn:aws[^:]*:imagebuilder:[^:]+:(\d{12}|aws):image\/.+|ssm:.+|arn:aws[^:]*:ssm:.+)$/;

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ImageRecipe.html */
const COMPONENTS_MAX = 20;

export const recipeOperations = {
  CreateImageRecipe: operation(createImageRecipe),
  GetImageRecipe: operation(getImageRecipe),
  DeleteImageRecipe: operation(deleteImageRecipe),
};

function createImageRecipe(
  store: ImageBuilderStore,
  context: RequestContext,
  input: CreateImageRecipeRequest,
): CreateImageRecipeResponse {
  const { region } = context;
  const name = checkName(input.name);
  const version = checkVersion(input.semanticVersion);
  const parentImage = input.parentImage ?? '';
  if (!PARENT_IMAGE.test(parentImage))
    fail(
      'InvalidParameterValueException',
      `The value '${parentImage}' for parentImage is not valid: it must be an AMI ID or the ARN of an image.`,
    );
  const components = input.components ?? [];
  if (components.length > COMPONENTS_MAX)
    fail(
      'InvalidParameterValueException',
      `A recipe can have at most ${COMPONENTS_MAX} components, not ${components.length}.`,
    );
  for (const { componentArn } of components)
    if (!isOfAws(componentArn ?? '')) findComponent(store, region, componentArn ?? '');
  const arn = arnOf(context, 'image-recipe', name, version);
  if (store.recipes.get(region, arn) !== undefined) failExists('image recipe', arn);
  const { clientToken, ...request } = input;
  const createdMs = store.deps.clock.nowMs();
  store.recipes.put(region, arn, {
    arn,
    name,
    version,
    parentImage,
    components,
    createdMs,
    request,
  });
  return {
    ...store.answer(clientToken),
    imageRecipeArn: arn,
    latestVersionReferences: latestVersions(arn),
  };
}

function getImageRecipe(
  store: ImageBuilderStore,
  context: RequestContext,
  input: GetImageRecipeRequest,
): GetImageRecipeResponse {
  const { recipes } = store;
  const arn = input.imageRecipeArn;
  const record = store.find(recipes, context.region, arn, 'image recipe');
  return {
    requestId: store.answer(undefined).requestId,
    imageRecipe: describeRecipe(context, record),
    latestVersionReferences: latestVersions(record.arn),
  };
}

function deleteImageRecipe(
  store: ImageBuilderStore,
  context: RequestContext,
  input: DeleteImageRecipeRequest,
): DeleteImageRecipeResponse {
  const { region } = context;
  const { recipes } = store;
  const record = store.find(recipes, region, input.imageRecipeArn, 'image recipe');
  const user = store.images.list(region).find((image) => image.recipeArn === record.arn);
  if (user !== undefined) failInUse('image recipe', record.arn, user.arn);
  store.recipes.delete(region, record.arn);
  return { requestId: store.answer(undefined).requestId, imageRecipeArn: record.arn };
}

/**
 * AWS's own components, of which this engine knows nothing:
 * `arn:aws:imagebuilder:REGION:aws:component/…`.
 */
export function isOfAws(componentArn: string): boolean {
  return componentArn.split(':')[4] === 'aws';
}

export function describeRecipe(
  context: RequestContext,
  record: RecipeRecord,
): NonNullable<GetImageRecipeResponse['imageRecipe']> {
  return {
    ...record.request,
    arn: record.arn,
    name: record.name,
    version: record.version,
    type: 'AMI',
    platform: 'Linux',
    owner: context.account,
    parentImage: record.parentImage,
    components: record.components,
    dateCreated: new Date(record.createdMs).toISOString(),
  };
}
