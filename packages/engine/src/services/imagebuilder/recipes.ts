import type {
  CreateImageRecipeRequest,
  CreateImageRecipeResponse,
  DeleteImageRecipeRequest,
  DeleteImageRecipeResponse,
  GetImageRecipeRequest,
  GetImageRecipeResponse,
} from '@aws-sdk/client-imagebuilder';
import type { RequestContext } from '../../kernel/service.ts';
import { findComponent, latestVersions } from './components.ts';
import {
  arnOf,
  checkName,
  checkVersion,
  fail,
  failExists,
  failInUse,
  type ImageBuilderStore,
} from './imagebuilder-store.ts';
import type { RecipeRecord } from './records.ts';

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateImageRecipe.html: an AMI, an image, or a parameter. */
const PARENT_IMAGE =
  /^(ami-[0-9a-f]{8,17}|arn:aws[^:]*:imagebuilder:[^:]+:(\d{12}|aws):image\/.+|ssm:.+|arn:aws[^:]*:ssm:.+)$/;

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_ImageRecipe.html */
const COMPONENTS_MAX = 20;

export class RecipeOperations {
  readonly #store: ImageBuilderStore;

  constructor(store: ImageBuilderStore) {
    this.#store = store;
  }

  readonly CreateImageRecipe = (
    context: RequestContext,
    input: CreateImageRecipeRequest,
  ): CreateImageRecipeResponse => {
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
      if (!isOfAws(componentArn ?? '')) findComponent(this.#store, region, componentArn ?? '');
    const arn = arnOf(context, 'image-recipe', name, version);
    if (this.#store.recipes.get(region, arn) !== undefined) failExists('image recipe', arn);
    const { clientToken, ...request } = input;
    const createdMs = this.#store.deps.clock.nowMs();
    this.#store.recipes.put(region, arn, {
      arn,
      name,
      version,
      parentImage,
      components,
      createdMs,
      request,
    });
    return {
      ...this.#store.answer(clientToken),
      imageRecipeArn: arn,
      latestVersionReferences: latestVersions(arn),
    };
  };

  readonly GetImageRecipe = (
    context: RequestContext,
    input: GetImageRecipeRequest,
  ): GetImageRecipeResponse => {
    const { recipes } = this.#store;
    const arn = input.imageRecipeArn;
    const record = this.#store.find(recipes, context.region, arn, 'image recipe');
    return {
      requestId: this.#store.answer(undefined).requestId,
      imageRecipe: describeRecipe(context, record),
      latestVersionReferences: latestVersions(record.arn),
    };
  };

  readonly DeleteImageRecipe = (
    context: RequestContext,
    input: DeleteImageRecipeRequest,
  ): DeleteImageRecipeResponse => {
    const { region } = context;
    const { recipes } = this.#store;
    const record = this.#store.find(recipes, region, input.imageRecipeArn, 'image recipe');
    const user = this.#store.images.list(region).find((image) => image.recipeArn === record.arn);
    if (user !== undefined) failInUse('image recipe', record.arn, user.arn);
    this.#store.recipes.delete(region, record.arn);
    return { requestId: this.#store.answer(undefined).requestId, imageRecipeArn: record.arn };
  };
}

/** AWS's own components, of which this engine knows nothing: `arn:aws:imagebuilder:REGION:aws:component/…`. */
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
