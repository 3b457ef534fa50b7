import type * as S3 from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { s3Call, unlessAbsent } from './s3-call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicy: ResourceHandler = {
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: 'works', PolicyDocument: 'works' },

  async create(properties, context) {
    const name = new PropertyReader(properties).requiredText('Bucket');
    const [client, { GetBucketPolicyCommand }] = await sdk(context);
    const exists = await unlessAbsent(['NoSuchBucketPolicy'], () =>
      client.send(new GetBucketPolicyCommand({ Bucket: name })),
    );
    if (exists)
      throw new AwsError({
        code: 'AlreadyExists',
        status: 409,
        message: 'The bucket policy already exists on bucket ' + name + '.',
      });
    context.identified(name);
    await put(name, properties, context);
    return { physicalId: name, attributes: {} };
  },

  async update(properties, _previous, physicalId, context) {
    await put(physicalId, properties, context);
    return { physicalId, attributes: {} };
  },

  async remove(physicalId, _properties, context) {
    const [client, { DeleteBucketPolicyCommand }] = await sdk(context);
    await unlessAbsent(['NoSuchBucket', 'NoSuchBucketPolicy'], () =>
      client.send(new DeleteBucketPolicyCommand({ Bucket: physicalId })),
    );
  },
};

async function put(name: string, properties: Properties, context: ResourceContext): Promise<void> {
  const [client, { PutBucketPolicyCommand }] = await sdk(context);
  const Policy = new PropertyReader(properties).document('PolicyDocument');
  await s3Call(() => client.send(new PutBucketPolicyCommand({ Bucket: name, Policy })));
}

function sdk(context: ResourceContext): Promise<[S3.S3Client, typeof S3]> {
  const { region } = context.request;
  return Promise.all([context.services.s3.client(region), import('@aws-sdk/client-s3')]);
}
