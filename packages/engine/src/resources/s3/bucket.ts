import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';
import { BUCKET_PROPERTIES } from './bucket-properties.ts';
import { configureBucket } from './configure-bucket.ts';
import { s3Call, unlessAbsent } from './s3-call.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME_CHARACTERS_MAX = 63;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucket: ResourceHandler = {
  type: 'AWS::S3::Bucket',
  properties: BUCKET_PROPERTIES,

  async create(properties, context) {
    const { region } = context.request;
    const { s3 } = context.services;
    const name =
      new PropertyReader(properties).text('BucketName') ??
      physicalName(context, NAME_CHARACTERS_MAX).toLowerCase();
    const [client, sdk] = await Promise.all([s3.client(region), import('@aws-sdk/client-s3')]);
    await refuseExisting(name, context);
    // Before the act: the store is no part of the engine's own records.
    context.identified(name);
    await s3Call(() =>
      client.send(
        new sdk.CreateBucketCommand({
          Bucket: name,
          // us-east-1 is the one region that must not be named.
          ...(region === 'us-east-1'
            ? {}
            : {
                CreateBucketConfiguration: {
                  LocationConstraint: region as BucketLocationConstraint,
                },
              }),
        }),
      ),
    );
    s3.setRegionOf(name, region);
    try {
      await s3Call(() => configureBucket({ client, sdk, name }, properties, {}));
    } catch (error) {
      // CloudFormation does not know of it yet, so it is removed here. Should that fail too, the first error tells more.
      await unlessAbsent(['NoSuchBucket'], () =>
        client.send(new sdk.DeleteBucketCommand({ Bucket: name })),
      ).catch(() => false);
      s3.setRegionOf(name, undefined);
      throw error;
    }
    return result(name, region);
  },

  async update(properties, previous, physicalId, context) {
    const { region } = context.request;
    const [client, sdk] = await Promise.all([
      context.services.s3.client(region),
      import('@aws-sdk/client-s3'),
    ]);
    await s3Call(() => configureBucket({ client, sdk, name: physicalId }, properties, previous));
    return result(physicalId, region);
  },

  /** A bucket with objects, old versions or delete markers stays, and so does the stack. */
  async remove(physicalId, _properties, context) {
    const { s3 } = context.services;
    const [client, sdk] = await Promise.all([
      s3.client(context.request.region),
      import('@aws-sdk/client-s3'),
    ]);
    await unlessAbsent(['NoSuchBucket'], () =>
      client.send(new sdk.DeleteBucketCommand({ Bucket: physicalId })),
    );
    s3.setRegionOf(physicalId, undefined);
  },
};

/** CreateBucket of one's own bucket succeeds in us-east-1; a second stack that makes it must fail all the same. */
async function refuseExisting(name: string, context: ResourceContext): Promise<void> {
  const { s3 } = context.services;
  const region = s3.regionOf(name) ?? context.request.region;
  const [client, { HeadBucketCommand }] = await Promise.all([
    s3.client(region),
    import('@aws-sdk/client-s3'),
  ]);
  const exists = await unlessAbsent(['NotFound', 'NoSuchBucket'], () =>
    client.send(new HeadBucketCommand({ Bucket: name })),
  );
  if (exists)
    throw new AwsError({ code: 'AlreadyExists', status: 409, message: `${name} already exists` });
}

function result(name: string, region: string): ResourceResult {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website${websiteSeparator(region)}${region}.amazonaws.com`,
    },
  };
}

/** Regions older than 2014 have a dash: https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
function websiteSeparator(region: string): '-' | '.' {
  const dashed = [
    'us-east-1',
    'us-west-1',
    'us-west-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-northeast-1',
    'eu-west-1',
    'sa-east-1',
  ];
  return dashed.includes(region) ? '-' : '.';
}
