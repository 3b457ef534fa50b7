import type { CreateImageRequest, GetImageResponse } from '@aws-sdk/client-imagebuilder';
import { fail } from '../../kernel/fail.ts';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { within } from '../within.ts';
import { latestVersionAttributes } from './latest-version.ts';

/** How long an image may be built, in AWS time. */
const BUILD_WAIT_MS_MAX = 60 * 60_000;

const NO_WORKFLOWS = { refused: 'images are built by one fixed workflow in the local engine' };
const NO_TESTS = { inert: 'on AWS, tests and scans of the image before it is available' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-image.html */
const type = resourceType(
  'AWS::ImageBuilder::Image',
  {
    ContainerRecipeArn: { refused: 'images are AMIs in the local engine' },
    DeletionSettings: 'works',
    DistributionConfigurationArn: 'passes',
    EnhancedImageMetadataEnabled: { inert: 'on AWS, a list of the packages in the image' },
    ExecutionRole: { inert: 'on AWS, the role that builds it' },
    ImagePipelineExecutionSettings: NO_WORKFLOWS,
    ImageRecipeArn: 'passes',
    ImageScanningConfiguration: NO_TESTS,
    ImageTestsConfiguration: NO_TESTS,
    InfrastructureConfigurationArn: 'passes',
    LoggingConfiguration: { inert: 'on AWS, where the logs of the build go' },
    Tags: 'passes',
    Workflows: NO_WORKFLOWS,
  },
  'camelCase',
);

export const image = type.handler({
  async create(properties, context) {
    const { CreateImage } = context.services.imagebuilder.operations;
    const { imageBuildVersionArn: arn = '' } = CreateImage(
      context.request,
      type.passed<CreateImageRequest>(properties),
    );
    context.identified(arn);
    return undoing(
      () => removeImage(arn, { withAmis: true }, context),
      () => available(arn, context),
    );
  },

  // What can change in place are settings of its deletion.
  update(_properties, _previous, physicalId, context) {
    const { GetImage } = context.services.imagebuilder.operations;
    const found = GetImage(context.request, { imageBuildVersionArn: physicalId });
    return Promise.resolve(resultOf(physicalId, found, context));
  },

  /** Its AMIs stay, unless the template says otherwise. */
  async remove(physicalId, properties, context) {
    const { ExecutionRole: executionRole } = properties.DeletionSettings ?? {};
    const { imagebuilder } = context.services;
    const isMade = imagebuilder.amisOf(context.request.region, physicalId) !== undefined;
    if (executionRole === undefined || !isMade)
      return removeImage(physicalId, { withAmis: false }, context);
    await imagebuilder.operations.StartResourceStateUpdate(context.request, {
      ...{ resourceArn: physicalId, state: { status: 'DELETED' }, executionRole },
      includeResources: { amis: true, snapshots: true },
    });
  },
});

async function available(arn: string, context: HandlerContext): Promise<ResourceResult> {
  const { imagebuilder } = context.services;
  await within(BUILD_WAIT_MS_MAX, imagebuilder.built(arn), context);
  const found = imagebuilder.operations.GetImage(context.request, { imageBuildVersionArn: arn });
  const { status, reason } = found.image?.state ?? {};
  if (status === 'AVAILABLE') return resultOf(arn, found, context);
  if (status === 'FAILED')
    fail(
      'GeneralServiceException',
      `Image '${arn}' failed to build: ${reason ?? 'no reason was given'}`,
    );
  fail(
    'NotStabilized',
    `Image '${arn}' was not built within ${BUILD_WAIT_MS_MAX / 60_000} minutes`,
  );
}

async function removeImage(
  arn: string,
  options: { withAmis: boolean },
  context: HandlerContext,
): Promise<void> {
  const { imagebuilder, ec2 } = context.services;
  const { request } = context;
  const amis = imagebuilder.amisOf(request.region, arn);
  if (amis === undefined) return;
  await imagebuilder.built(arn);
  // The image goes last: only it tells which AMIs are its own, should the engine be killed in
  // between.
  for (const { region, imageId } of amis) {
    const ami = ec2.image(region, imageId);
    // What never came to be is no AMI that anyone could want to keep.
    if (ami === undefined || ami.state === 'deregistered') continue;
    if (ami.state === 'available' && !options.withAmis) continue;
    const input = { ImageId: imageId, DeleteAssociatedSnapshots: true };
    await ec2.operations.DeregisterImage({ ...request, region }, input);
  }
  await imagebuilder.operations.DeleteImage(request, { imageBuildVersionArn: arn });
}

function resultOf(arn: string, found: GetImageResponse, context: HandlerContext): ResourceResult {
  const amis = found.image?.outputResources?.amis ?? [];
  const own = amis.find((ami) => ami.region === context.request.region);
  return {
    physicalId: arn,
    attributes: {
      Arn: arn,
      Name: found.image?.name ?? '',
      ImageId: own?.image ?? '',
      ImageUri: '',
      ...latestVersionAttributes(found.latestVersionReferences),
    },
  };
}
