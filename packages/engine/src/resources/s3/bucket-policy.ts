import { fail } from '../../kernel/fail.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { connect } from './connect.ts';
import { s3Call, unlessAbsent } from './s3-call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
const type = resourceType('AWS::S3::BucketPolicy', { Bucket: 'works', PolicyDocument: 'works' });

export const bucketPolicy = type.handler({
  async create({ Bucket, PolicyDocument }, context) {
    const { client, sdk } = await connect(context);
    const exists = await unlessAbsent(['NoSuchBucketPolicy'], () =>
      client.send(new sdk.GetBucketPolicyCommand({ Bucket })),
    );
    if (exists) fail('AlreadyExists', `The bucket policy already exists on bucket ${Bucket}.`, 409);
    context.identified(Bucket);
    await put(Bucket, PolicyDocument, context);
    return { physicalId: Bucket, attributes: {} };
  },

  async update({ PolicyDocument }, _previous, physicalId, context) {
    await put(physicalId, PolicyDocument, context);
    return { physicalId, attributes: {} };
  },

  async remove(physicalId, _properties, context) {
    const { client, sdk } = await connect(context);
    await unlessAbsent(['NoSuchBucket', 'NoSuchBucketPolicy'], () =>
      client.send(new sdk.DeleteBucketPolicyCommand({ Bucket: physicalId })),
    );
  },
});

async function put(Bucket: string, document: unknown, context: HandlerContext): Promise<void> {
  const { client, sdk } = await connect(context);
  const Policy = documentText(document);
  await s3Call(() => client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy })));
}
