import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import { fail } from '../../kernel/fail.ts';
import type { ResourceResult } from '../../kernel/resource.ts';
import { asInput } from '../as-input.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import { undoing } from '../undoing.ts';
import { bucketType } from './bucket-type.ts';
import { configureBucket } from './configure-bucket.ts';
import { connect } from './connect.ts';
import { s3Call, unlessAbsent } from './s3-call.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME_CHARACTERS_MAX = 63;

export const bucket = bucketType.handler({
  async create(properties, context) {
    const { s3 } = context.services;
    const { region } = context.request;
    const name = properties.BucketName ?? physicalName(context, NAME_CHARACTERS_MAX).toLowerCase();
    const { client, sdk } = await connect(context);
    await refuseExisting(name, context);
    // Before the act: the store is no part of the engine's own records.
    context.identified(name);
    await s3Call(() => client.send(new sdk.CreateBucketCommand(createInput(name, region))));
    s3.setRegionOf(name, region);
    await undoing(
      async () => {
        // Should this fail too, the first error tells more.
        await unlessAbsent(['NoSuchBucket'], () =>
          client.send(new sdk.DeleteBucketCommand({ Bucket: name })),
        ).catch(() => false);
        s3.setRegionOf(name, undefined);
      },
      () => s3Call(() => configureBucket({ client, sdk, name }, properties, {})),
    );
    return result(name, region);
  },

  async update(properties, previous, physicalId, context) {
    const bucket = { ...(await connect(context)), name: physicalId };
    await s3Call(() => configureBucket(bucket, properties, previous));
    return result(physicalId, context.request.region);
  },

  /** A bucket with objects, old versions or delete markers stays, and so does the stack. */
  async remove(physicalId, _properties, context) {
    const { client, sdk } = await connect(context);
    await unlessAbsent(['NoSuchBucket'], () =>
      client.send(new sdk.DeleteBucketCommand({ Bucket: physicalId })),
    );
    context.services.s3.setRegionOf(physicalId, undefined);
  },
});

/** us-east-1 is the one region that must not be named. */
function createInput(Bucket: string, region: string): CreateBucketCommandInput {
  if (region === 'us-east-1') return { Bucket };
  return asInput<CreateBucketCommandInput>({
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: region },
  });
}

/**
 * CreateBucket of one's own bucket succeeds in us-east-1; a second stack that makes it must fail
 * all the same.
 */
async function refuseExisting(name: string, context: HandlerContext): Promise<void> {
  const { client, sdk } = await connect(context, context.services.s3.regionOf(name));
  const exists = await unlessAbsent(['NotFound', 'NoSuchBucket'], () =>
    client.send(new sdk.HeadBucketCommand({ Bucket: name })),
  );
  if (exists) fail('AlreadyExists', `${name} already exists`, 409);
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

/**
 * Regions older than 2014 have a dash:
 * https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
 */
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
