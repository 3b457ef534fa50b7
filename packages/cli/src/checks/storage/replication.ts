import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { degraded, outputOf, working, type Check, type CheckContext } from '../check.ts';
import { checkRegions, regionPlaces, type RegionPlace } from '../report/regions.ts';
import { probeReplication, type Bucket } from './replication-probe.ts';

const REPLICATION_WALL_MS_MAX = 8_000;

/** Step 5: an object put into the primary's bucket appears in the standby's. */
export const replicationCheck: Check = {
  step: 5,
  name: 'Replication',
  async run(context) {
    if (context.alive.length < 2) return await whileLost(context);
    const [source, destination] = regionPlaces(context);
    const from = bucketOf(context, source);
    const to = bucketOf(context, destination);
    const { status, elapsedMs } = await probeReplication(from, to, REPLICATION_WALL_MS_MAX);
    const there = `a PUT in ${source.region} was in ${destination.region} after ${Math.round(elapsedMs)} ms`;
    if (status === 'REPLICA') return working(`${there}, marked REPLICA`);
    return degraded(
      status === undefined
        ? `a PUT in ${source.region} was not in ${destination.region} after ${REPLICATION_WALL_MS_MAX / 1000} s`
        : `${there}, marked ${status}`,
    );
  },
};

/** Nothing is put: it would be queued, and be there when the lost region is back. */
function whileLost(context: CheckContext): ReturnType<Check['run']> {
  return checkRegions(context, async (place) => {
    const { client, bucket } = bucketOf(context, place);
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return { ok: true, evidence: `${bucket} answers; what it takes is queued for the other` };
  });
}

function bucketOf(context: CheckContext, { region, stack }: RegionPlace): Bucket {
  return {
    client: context.clients.get(S3Client, region),
    bucket: outputOf(context, stack, 'AssetBucket'),
  };
}
