import process from 'node:process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import type { CheckContext } from '../checks/check.ts';
import { outputOf } from '../checks/check.ts';
import { regionPlaces } from '../checks/report/regions.ts';
import { atOnce } from '../deploy/assets/at-once.ts';
import { putAsset } from '../deploy/assets/upload-assets.ts';
import type { FileChanges } from './snapshot.ts';

/** "Paths … up to 3,000 files per distribution in progress at one time": beyond some, all of it. */
const PATHS_MAX = 50;
let invalidations = 0;

/** Puts and deletes static files in the primary's bucket, and clears caches of what they were. */
export async function bringAssets(
  context: CheckContext,
  folder: string,
  { changed, removed }: FileChanges,
): Promise<void> {
  const [primary] = regionPlaces(context);
  const client = context.clients.get(S3Client, primary.region);
  const bucket = outputOf(context, primary.stack, 'AssetBucket');
  await atOnce(changed, async (key) => {
    await client.send(putAsset(bucket, key, await readFile(path.join(folder, key))));
  });
  await atOnce(removed, async (key) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  });
  // A site of static files is served by the distribution that stands before all of it.
  const { edge } = stackNames(context.session.site);
  const domains = [
    ...regionPlaces(context).map(({ stack }) => context.outputs[stack]?.['AssetsDomain']),
    context.outputs[edge]?.['DistributionDomain'],
  ].filter((domain) => domain !== undefined);
  await invalidate(
    context,
    domains,
    [...changed, ...removed].map((key) => `/${encodeURI(key)}`),
  );
}

/** Of the distributions of these domain names. */
export async function invalidate(
  { clients }: CheckContext,
  domains: readonly string[],
  paths: readonly string[],
): Promise<void> {
  const client = clients.get(CloudFrontClient, GLOBAL_REGION);
  const { DistributionList: list } = await client.send(new ListDistributionsCommand({}));
  const items = paths.length > PATHS_MAX ? ['/*'] : [...paths];
  const found = (list?.Items ?? []).filter(({ DomainName: name = '' }) => domains.includes(name));
  await Promise.all(
    found.map(({ Id: id }) =>
      client.send(
        new CreateInvalidationCommand({
          DistributionId: id,
          InvalidationBatch: {
            CallerReference: `understudy-dev-${process.pid}-${++invalidations}`,
            Paths: { Quantity: items.length, Items: items },
          },
        }),
      ),
    ),
  );
}
