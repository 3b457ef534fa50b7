import type {
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutBucketPolicyCommandInput,
  PutPublicAccessBlockCommandInput,
} from '@aws-sdk/client-s3';
import { bucketArn } from './bucket-names.ts';
import { deleteDocument, putDocument, requiredDocument } from './bucket-documents.ts';
import type { BucketCall, Output } from '../core.ts';
import { accessDenied } from '../errors.ts';
import { parsePolicy } from '../access/policy-parse.ts';
import { isPublicPolicy } from '../access/public-policy.ts';

export function getBucketPolicy(
  call: BucketCall<GetBucketPolicyCommandInput>,
): Output<GetBucketPolicyCommandOutput> {
  return { Policy: requiredDocument(call, 'policy') };
}

export function putBucketPolicy(
  call: BucketCall<PutBucketPolicyCommandInput>,
): Record<string, never> {
  const { metadata } = call.core;
  const { name } = call.bucket;
  const text = call.input.Policy ?? '';
  const policy = parsePolicy(text, name);
  const blocks = metadata.buckets.document(name, 'publicAccessBlock');
  if (blocks?.BlockPublicPolicy === true && isPublicPolicy(policy))
    throw accessDenied(
      `${describeCaller(call)} is not authorized to perform: s3:PutBucketPolicy on resource: ` +
        `"${bucketArn(name)}" because public policies are blocked by the BlockPublicPolicy block ` +
        'public access setting.',
    );
  metadata.buckets.putDocument(name, 'policy', text);
  return {};
}

export function deleteBucketPolicy(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'policy');
  return {};
}

export function getBucketPolicyStatus(
  call: BucketCall<GetBucketPolicyStatusCommandInput>,
): Output<GetBucketPolicyStatusCommandOutput> {
  const policy = parsePolicy(requiredDocument(call, 'policy'), call.bucket.name);
  return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } };
}

export function getPublicAccessBlock(
  call: BucketCall<GetPublicAccessBlockCommandInput>,
): Output<GetPublicAccessBlockCommandOutput> {
  return { PublicAccessBlockConfiguration: requiredDocument(call, 'publicAccessBlock') };
}

export function putPublicAccessBlock(
  call: BucketCall<PutPublicAccessBlockCommandInput>,
): Record<string, never> {
  const wanted = call.input.PublicAccessBlockConfiguration ?? {};
  putDocument(call, 'publicAccessBlock', {
    BlockPublicAcls: wanted.BlockPublicAcls ?? false,
    IgnorePublicAcls: wanted.IgnorePublicAcls ?? false,
    BlockPublicPolicy: wanted.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: wanted.RestrictPublicBuckets ?? false,
  });
  return {};
}

export function deletePublicAccessBlock(call: BucketCall<unknown>): Record<string, never> {
  deleteDocument(call, 'publicAccessBlock');
  return {};
}

function describeCaller(call: BucketCall<unknown>): string {
  const { principal } = call.caller;
  return principal.kind === 'account' ? `User: ${principal.arn}` : 'User';
}
