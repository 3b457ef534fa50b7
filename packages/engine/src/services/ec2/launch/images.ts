import type {
  DeregisterImageRequest,
  DeregisterImageResult,
  DescribeImagesRequest,
  DescribeImagesResult,
  Image,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { ImageRecord } from '../records.ts';
import { named, page, select } from '../selection.ts';
import { lookAtImageUse } from './image-use.ts';
import { removeSnapshot, VOLUME_GIB } from './snapshots.ts';

export const imageOperations = {
  DescribeImages: operation(describeImages, {
    // No image is deprecated or disabled.
    accepts: [
      'Owners',
      'ImageIds',
      'Filters',
      'MaxResults',
      'NextToken',
      'IncludeDeprecated',
      'IncludeDisabled',
    ],
  }),
  DeregisterImage: operation(deregisterImage, {
    accepts: ['ImageId', 'DeleteAssociatedSnapshots', 'DryRun'],
  }),
};

function describeImages(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeImagesRequest,
): DescribeImagesResult {
  const owners = input.Owners ?? [];
  const isOwn = owners.length === 0 || owners.includes('self') || owners.includes(context.account);
  const all = isOwn
    ? store.images.list(context.region).filter(({ state }) => state !== 'deregistered')
    : [];
  checkKnown(store, context.region, input.ImageIds ?? []);
  const records = named(all, input.ImageIds, (id) => recordOf(store, context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'image-id': record.imageId,
      name: record.name,
      state: record.state,
      'owner-id': context.account,
      'image-type': 'machine',
      'root-device-type': 'ebs',
      'virtualization-type': 'hvm',
      'is-public': 'false',
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Images: items, NextToken: nextToken };
}

/**
 * Running instances go on, as on AWS: the folder that they run in stays until none does.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
 */
async function deregisterImage(
  store: Ec2Store,
  context: RequestContext,
  input: DeregisterImageRequest,
): Promise<DeregisterImageResult> {
  const { region } = context;
  const record = recordOf(store, region, required(input.ImageId, 'imageId'));
  const { snapshotId, ...kept } = record;
  store.images.put(region, record.imageId, { ...kept, state: 'deregistered' });
  store.tags.forget(region, record.imageId);
  const deletes = input.DeleteAssociatedSnapshots === true && snapshotId !== undefined;
  if (deletes) removeSnapshot(store, region, snapshotId);
  store.changed();
  await lookAtImageUse(store, region);
  return {
    Return: true,
    DeleteSnapshotResults: deletes ? [{ SnapshotId: snapshotId, ReturnCode: 'success' }] : [],
  };
}

/** Names all that are missing, as EC2 does. */
function checkKnown(store: Ec2Store, region: string, imageIds: readonly string[]): void {
  const missing = imageIds.filter((id) => !isKnown(store.images.get(region, id)));
  if (missing.length > 1)
    fail('InvalidAMIID.NotFound', `The image ids '[${missing.join(', ')}]' do not exist`);
}

function isKnown(record: ImageRecord | undefined): record is ImageRecord {
  return record !== undefined && record.state !== 'deregistered';
}

function recordOf(store: Ec2Store, region: string, imageId: string): ImageRecord {
  const record = store.images.get(region, imageId);
  if (!isKnown(record)) fail('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`);
  return record;
}

function describe(store: Ec2Store, context: RequestContext, record: ImageRecord): Image {
  return {
    ImageId: record.imageId,
    Name: record.name,
    Description: record.description,
    State: record.state,
    StateReason:
      record.reason === undefined
        ? undefined
        : { Code: 'Client.InternalError', Message: record.reason },
    CreationDate: new Date(record.createdMs).toISOString(),
    OwnerId: context.account,
    ImageLocation: `${context.account}/${record.name}`,
    Architecture: 'x86_64',
    ImageType: 'machine',
    Public: false,
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    VirtualizationType: 'hvm',
    BlockDeviceMappings: rootOf(record),
    LastLaunchedTime:
      record.lastLaunchedMs === undefined
        ? undefined
        : new Date(record.lastLaunchedMs).toISOString(),
    Tags: store.tags.of(context.region, record.imageId),
  };
}

function rootOf({ snapshotId }: ImageRecord): Image['BlockDeviceMappings'] {
  if (snapshotId === undefined) return [];
  const volume = { VolumeSize: VOLUME_GIB, VolumeType: 'gp3' as const, DeleteOnTermination: true };
  return [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: snapshotId, ...volume } }];
}
