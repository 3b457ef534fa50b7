import type {
  DeleteSnapshotRequest,
  DescribeSnapshotsRequest,
  DescribeSnapshotsResult,
  Snapshot,
} from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { type Ec2Store, required } from '../ec2-store.ts';
import type { SnapshotRecord } from '../records.ts';
import { named, page, select } from '../selection.ts';

/** Of every root volume here: Amazon Linux's own. */
export const VOLUME_GIB = 8;

/** Snapshots of images' root volumes, as records; an image's files are in its folder. */
export const snapshotOperations = {
  DescribeSnapshots: operation(describeSnapshots, {
    accepts: ['OwnerIds', 'SnapshotIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
  }),
  DeleteSnapshot: operation(deleteSnapshot),
};

/** Makes the snapshot of a new image, with the image's tags. */
export function addSnapshot(store: Ec2Store, region: string, imageId: string): string {
  const snapshotId = store.newId('snap');
  store.snapshots.put(region, snapshotId, {
    ...{ snapshotId, imageId, createdMs: store.deps.clock.nowMs() },
  });
  store.tags.add(region, snapshotId, 'snapshot', store.tags.of(region, imageId));
  return snapshotId;
}

export function removeSnapshot(store: Ec2Store, region: string, snapshotId: string): void {
  store.snapshots.delete(region, snapshotId);
  store.tags.forget(region, snapshotId);
}

function describeSnapshots(
  store: Ec2Store,
  context: RequestContext,
  input: DescribeSnapshotsRequest,
): DescribeSnapshotsResult {
  const owners = input.OwnerIds ?? [];
  const isOwn = owners.length === 0 || owners.includes('self') || owners.includes(context.account);
  const all = isOwn ? store.snapshots.list(context.region) : [];
  const records = named(all, input.SnapshotIds, (id) => recordOf(store, context.region, id));
  const described = records.map((record) => {
    const item = describe(store, context, record);
    const fields = {
      'snapshot-id': record.snapshotId,
      'owner-id': context.account,
      status: 'completed',
      description: item.Description,
      'volume-size': String(VOLUME_GIB),
    };
    return { item, fields, tags: item.Tags ?? [] };
  });
  const { items, nextToken } = page(select(described, input.Filters), input);
  return { Snapshots: items, NextToken: nextToken };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html */
function deleteSnapshot(
  store: Ec2Store,
  { region }: RequestContext,
  input: DeleteSnapshotRequest,
): object {
  const { snapshotId } = recordOf(store, region, required(input.SnapshotId, 'snapshotId'));
  const user = store.images.list(region).find((image) => image.snapshotId === snapshotId);
  if (user !== undefined)
    fail(
      'InvalidSnapshot.InUse',
      `The snapshot ${snapshotId} is currently in use by ${user.imageId}`,
    );
  removeSnapshot(store, region, snapshotId);
  return {};
}

function recordOf(store: Ec2Store, region: string, snapshotId: string): SnapshotRecord {
  return (
    store.snapshots.get(region, snapshotId) ??
    fail('InvalidSnapshot.NotFound', `The snapshot '${snapshotId}' does not exist.`)
  );
}

function describe(store: Ec2Store, context: RequestContext, record: SnapshotRecord): Snapshot {
  return {
    SnapshotId: record.snapshotId,
    Description: `Created by CreateImage for ${record.imageId}`,
    State: 'completed',
    Progress: '100%',
    StartTime: new Date(record.createdMs),
    OwnerId: context.account,
    VolumeSize: VOLUME_GIB,
    // That volume is gone with its instance; EC2 shows the same for copies.
    VolumeId: 'vol-ffffffff',
    StorageTier: 'standard',
    Tags: store.tags.of(context.region, record.snapshotId),
  };
}
