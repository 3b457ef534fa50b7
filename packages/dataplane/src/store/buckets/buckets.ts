import type {
  CreateBucketCommandInput,
  CreateBucketCommandOutput,
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '@understudy/wire';
import { BUCKET_TAGS_MAX, BUCKETS_MAX } from '../bounds.ts';
import { bucketArn, checkBucketName } from './bucket-names.ts';
import { ownerOf, type BucketCall, type Call, type Core, type Output } from '../core.ts';
import { invalidArgument, notImplemented, serviceUnavailable } from '../errors.ts';
import { checkAcl } from '../objects/object-input.ts';
import { removeUploads } from '../objects/multipart.ts';
import { checkTags } from '../objects/tags.ts';
import type { Tag } from '../model.ts';

export async function createBucket(
  call: Call<CreateBucketCommandInput>,
): Promise<Output<CreateBucketCommandOutput>> {
  const { core, input } = call;
  const { Bucket: name = '' } = input;
  checkBucketName(name);
  checkLocation(core.region, input.CreateBucketConfiguration?.LocationConstraint);
  checkNewBucket(call);
  const tags = checkTags(input.CreateBucketConfiguration?.Tags ?? [], {
    tagsMax: BUCKET_TAGS_MAX,
    of: 'Bucket',
  });
  if (core.claims.has(name)) throw operationAborted();
  core.claims.add(name);
  try {
    const created = await claimName(core, name);
    if (created) insertBucket(core, name, tags);
  } finally {
    core.claims.delete(name);
  }
  const location = core.region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
  return { Location: location, BucketArn: bucketArn(name) };
}

export function deleteBucket(
  call: BucketCall<DeleteBucketCommandInput>,
): Output<DeleteBucketCommandOutput> {
  const { metadata } = call.core;
  const { name, versioning } = call.bucket;
  metadata.removal(() => {
    if (!metadata.versions.isBucketEmpty(name))
      throw new AwsError({
        code: 'BucketNotEmpty',
        message:
          versioning === ''
            ? 'The bucket you tried to delete is not empty'
            : 'The bucket you tried to delete is not empty. You must delete all versions in ' +
              'the bucket.',
        status: 409,
        detail: { BucketName: name },
      });
    removeUploads(call);
    metadata.buckets.remove(name);
  });
  return {};
}

export function headBucket(
  call: BucketCall<HeadBucketCommandInput>,
): Output<HeadBucketCommandOutput> {
  return {
    BucketArn: bucketArn(call.bucket.name),
    BucketRegion: call.core.region,
    AccessPointAlias: false,
  };
}

export function getBucketLocation(
  call: BucketCall<GetBucketLocationCommandInput>,
): Output<GetBucketLocationCommandOutput> {
  const { region } = call.core;
  // Buckets in us-east-1 have a location of nothing.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
  if (region === 'us-east-1') return {};
  return {
    LocationConstraint: region as NonNullable<GetBucketLocationCommandOutput['LocationConstraint']>,
  };
}

export function getBucketAcl(
  call: BucketCall<GetBucketAclCommandInput>,
): Output<GetBucketAclCommandOutput> {
  const owner = ownerOf(call.core);
  return {
    Owner: owner,
    Grants: [{ Grantee: { ...owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
  };
}

/**
 * All the account's buckets, wherever they are; those of a region that cannot be asked are missing.
 */
export async function listBuckets(
  call: Call<ListBucketsCommandInput>,
): Promise<Output<ListBucketsCommandOutput>> {
  const { core, input } = call;
  const { Prefix: prefix = '', ContinuationToken: token } = input;
  const itemsMax = input.MaxBuckets ?? BUCKETS_MAX;
  if (itemsMax < 1 || itemsMax > BUCKETS_MAX)
    throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${BUCKETS_MAX}`);
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString('utf8');
  const own = core.metadata.buckets
    .list({ after: '', prefix })
    .map((bucket) => ({ ...bucket, region: core.region }));
  const all = [...own, ...(await core.peers.listBuckets())]
    .filter((bucket) => bucket.name > after && bucket.name.startsWith(prefix))
    .filter((bucket) => input.BucketRegion === undefined || bucket.region === input.BucketRegion)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const shown = all.slice(0, itemsMax);
  return {
    Owner: ownerOf(core),
    ...(input.Prefix !== undefined && { Prefix: prefix }),
    Buckets: shown.map((bucket) => ({
      ...{ Name: bucket.name, CreationDate: new Date(bucket.createdMs) },
      ...{ BucketRegion: bucket.region, BucketArn: bucketArn(bucket.name) },
    })),
    ...(shown.length < all.length && {
      ContinuationToken: Buffer.from(shown.at(-1)?.name ?? '').toString('base64'),
    }),
  };
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html (CreateBucketConfiguration)
 */
function checkLocation(region: string, constraint: string | undefined): void {
  if (constraint === 'us-east-1')
    throw new AwsError({
      code: 'InvalidLocationConstraint',
      message: 'The specified location-constraint is not valid',
      detail: { LocationConstraint: constraint },
    });
  const wanted = constraint === 'EU' ? 'eu-west-1' : (constraint ?? 'us-east-1');
  if (wanted === region) return;
  throw new AwsError({
    code: 'IllegalLocationConstraintException',
    message:
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region ` +
      'specific endpoint this request was sent to.',
  });
}

function checkNewBucket(call: Call<CreateBucketCommandInput>): void {
  const { core, input } = call;
  if (input.ACL !== 'private') checkAcl(input);
  if (input.ObjectLockEnabledForBucket === true)
    throw notImplemented('x-amz-bucket-object-lock-enabled');
  if (input.ObjectOwnership !== undefined && input.ObjectOwnership !== 'BucketOwnerEnforced')
    throw notImplemented('x-amz-object-ownership');
  if (core.metadata.buckets.count() >= BUCKETS_MAX)
    throw new AwsError({
      code: 'TooManyBuckets',
      message: 'You have attempted to create more buckets than allowed',
    });
}

/** Whether the name is free, in every region. False where it is ours and S3 says nothing of it. */
async function claimName(core: Core, name: string): Promise<boolean> {
  if (core.metadata.buckets.get(name)) {
    // In us-east-1, for compatibility, creating one's own bucket again succeeds.
    if (core.region === 'us-east-1') return false;
    throw alreadyOwned(name);
  }
  const place = await core.peers.locate(name, { anew: true });
  switch (place.kind) {
    case 'nowhere':
      return true;
    case 'region':
      throw alreadyOwned(name);
    case 'claimed':
      throw operationAborted();
    case 'unknown':
      throw serviceUnavailable(
        `bucket names are unique across regions, and ${place.region} cannot be asked`,
      );
  }
}

function insertBucket(core: Core, name: string, tags: readonly Tag[]): void {
  const { buckets } = core.metadata;
  core.metadata.transaction(() => {
    buckets.create(name, core.clock.wallMs());
    // Since April 2023 every new bucket blocks public access and has its ACLs off.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
    const blocked = {
      ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
      ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
    };
    buckets.putDocument(name, 'publicAccessBlock', blocked);
    const ownership = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
    buckets.putDocument(name, 'ownership', ownership);
    if (tags.length > 0) buckets.putDocument(name, 'tagging', [...tags]);
    buckets.forgetRemote(name);
  });
}

function alreadyOwned(name: string): AwsError {
  return new AwsError({
    code: 'BucketAlreadyOwnedByYou',
    message: 'Your previous request to create the named bucket succeeded and you already own it.',
    status: 409,
    detail: { BucketName: name },
  });
}

function operationAborted(): AwsError {
  return new AwsError({
    code: 'OperationAborted',
    message:
      'A conflicting conditional operation is currently in progress against this resource. ' +
      'Please try again.',
    status: 409,
  });
}
