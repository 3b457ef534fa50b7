import {
  CreateBucketCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { ROLE, SEOUL, type TestRegion } from '../store.fixture.ts';

/** A versioned bucket in Seoul and one in Virginia, the first replicating all to the second. */
export async function makeReplicatedBuckets(
  regions: { seoul: TestRegion; virginia: TestRegion },
  names: { from: string; to: string },
): Promise<void> {
  const [source, destination] = [regions.seoul.client(), regions.virginia.client()];
  const { from, to } = names;
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await source.send(new CreateBucketCommand({ Bucket: from, CreateBucketConfiguration }));
  await destination.send(new CreateBucketCommand({ Bucket: to }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await source.send(new PutBucketVersioningCommand({ Bucket: from, VersioningConfiguration }));
  await destination.send(new PutBucketVersioningCommand({ Bucket: to, VersioningConfiguration }));
  const Destination = { Bucket: `arn:aws:s3:::${to}` };
  const Rules = [{ ID: 'r', Status: 'Enabled', Prefix: '', Destination } as const];
  const ReplicationConfiguration = { Role: ROLE, Rules };
  await source.send(new PutBucketReplicationCommand({ Bucket: from, ReplicationConfiguration }));
}
