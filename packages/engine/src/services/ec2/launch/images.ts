import { rm } from 'node:fs/promises';
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
  const all = isOwn ? store.images.list(context.region) : [];
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

async function deregisterImage(
  store: Ec2Store,
  context: RequestContext,
  input: DeregisterImageRequest,
): Promise<DeregisterImageResult> {
  const record = recordOf(store, context.region, required(input.ImageId, 'imageId'));
  store.images.delete(context.region, record.imageId);
  store.tags.forget(context.region, record.imageId);
  store.changed();
  // Running instances keep a copy of theirs, as on AWS.
  if (record.directory !== undefined) await rm(record.directory, { recursive: true, force: true });
  return { Return: true };
}

function recordOf(store: Ec2Store, region: string, imageId: string): ImageRecord {
  return (
    store.images.get(region, imageId) ??
    fail('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`)
  );
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
    BlockDeviceMappings: [],
    Tags: store.tags.of(context.region, record.imageId),
  };
}
