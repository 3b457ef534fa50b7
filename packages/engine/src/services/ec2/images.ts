import { rm } from 'node:fs/promises';
import type {
  DeregisterImageRequest,
  DeregisterImageResult,
  DescribeImagesRequest,
  DescribeImagesResult,
  Image,
} from '@aws-sdk/client-ec2';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type Ec2Store, fail, required } from './ec2-store.ts';
import type { ImageRecord } from './records.ts';
import { named, page, select } from './selection.ts';

export class ImageOperations {
  readonly #store: Ec2Store;

  constructor(store: Ec2Store) {
    this.#store = store;
  }

  readonly DescribeImages = (
    context: RequestContext,
    input: DescribeImagesRequest,
  ): DescribeImagesResult => {
    const owners = input.Owners ?? [];
    const isOwn =
      owners.length === 0 || owners.includes('self') || owners.includes(context.account);
    const all = isOwn ? this.#store.images.list(context.region) : [];
    const records = named(all, input.ImageIds, (id) => this.#record(context.region, id));
    const described = records.map((record) => {
      const item = this.#describe(context, record);
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
  };

  readonly DeregisterImage = async (
    context: RequestContext,
    input: DeregisterImageRequest,
  ): Promise<DeregisterImageResult> => {
    refuseOthers('DeregisterImage', input, ['ImageId', 'DeleteAssociatedSnapshots', 'DryRun']);
    const record = this.#record(context.region, required(input.ImageId, 'imageId'));
    this.#store.images.delete(context.region, record.imageId);
    this.#store.tags.forget(context.region, record.imageId);
    this.#store.changed();
    // Running instances keep a copy of theirs, as on AWS.
    if (record.directory !== undefined)
      await rm(record.directory, { recursive: true, force: true });
    return { Return: true };
  };

  #record(region: string, imageId: string): ImageRecord {
    return (
      this.#store.images.get(region, imageId) ??
      fail('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`)
    );
  }

  #describe(context: RequestContext, record: ImageRecord): Image {
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
      Tags: this.#store.tags.of(context.region, record.imageId),
    };
  }
}
