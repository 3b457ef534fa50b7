import type { CheckResult } from '../check.ts';

/** What HeadObject tells of one object in one bucket. */
export interface Head {
  versionId: string | undefined;
  etag: string | undefined;
  /** `COMPLETED`, `PENDING`, `FAILED`, or `REPLICA`; absent where no rule has taken it. */
  replicationStatus: string | undefined;
}

/** An object of the source, and what the destination has under its key. */
export interface Replicated {
  key: string;
  source: Head;
  replica: Head | undefined;
}

export type ReplicaState = 'replicated' | 'pending' | 'failed' | 'differs' | 'not-covered';

/**
 * By S3's own word and by comparison: a replica keeps version id and ETag of what it is made from.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
 */
export function replicaState({ source, replica }: Replicated): ReplicaState {
  switch (source.replicationStatus) {
    case 'PENDING':
      return 'pending';
    case 'FAILED':
      return 'failed';
    case undefined:
      return 'not-covered';
    default:
      return replica?.versionId === source.versionId && replica?.etag === source.etag
        ? 'replicated'
        : 'differs';
  }
}

const SAYS: Readonly<Record<Exclude<ReplicaState, 'replicated'>, string>> = {
  pending: 'pending',
  failed: 'failed',
  differs: 'not the same in the other bucket',
  'not-covered': 'put before there was a rule',
};

/** What is said of the newest objects, of which there is one at least. */
export function judgeReplicas(
  objects: readonly Replicated[],
  between: { from: string; to: string },
): CheckResult {
  const states = objects.map(replicaState);
  const replicated = states.filter((state) => state === 'replicated').length;
  const others = Object.entries(SAYS).flatMap(([state, says]) => {
    const first = objects[states.findIndex((one) => one === state)];
    const count = states.filter((one) => one === state).length;
    return first === undefined ? [] : [`${count} ${says} (${first.key})`];
  });
  const isAll = replicated === objects.length;
  const found = `${isAll ? '' : `${replicated} of `}the newest ${objects.length} objects in ${between.from} are in ${between.to}, with version and ETag`;
  const evidence = [found, ...others].join('; ');
  if (others.length === 0) return { state: 'working', evidence };
  return {
    state: replicated === 0 && states.includes('failed') ? 'failing' : 'degraded',
    evidence,
  };
}
