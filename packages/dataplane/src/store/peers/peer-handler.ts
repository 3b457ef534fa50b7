import { errorText } from '@understudy/contract';
import type { WireRequest, WireResponse } from '@understudy/wire';
import type { Core } from '../core.ts';
import { accessDenied, invalidRequest } from '../errors.ts';
import { PEER_PATH, REPLICA_KIND } from './peer-protocol.ts';
import type { Principal } from '../access/policy.ts';
import { openReplica } from '../replication/replica-frame.ts';
import { receiveReplica } from '../replication/replication-receive.ts';
import { knownError } from '../store-problem.ts';

const S3_SERVICE = 's3.amazonaws.com';

/** Answers another region's store, and nobody else. */
export async function answerPeer(
  core: Core,
  request: WireRequest,
  principal: Principal | undefined,
): Promise<WireResponse> {
  if (principal?.kind !== 'service' || principal.service !== S3_SERVICE) throw accessDenied();
  const [kind, encoded] = request.target.slice(PEER_PATH.length + 1).split('/');
  const name = decodeURIComponent(encoded ?? '');
  if (request.method === 'GET' && kind === 'buckets')
    return json(200, encoded === undefined ? listBuckets(core) : describeBucket(core, name));
  if (request.method === 'PUT' && kind === REPLICA_KIND) return takeReplica(core, name, request);
  throw invalidRequest(`the S3 store has no such question: ${request.method} ${request.target}`);
}

function listBuckets(core: Core): unknown {
  return core.metadata.buckets
    .list({ after: '', prefix: '' })
    .map(({ name, createdMs }) => ({ name, createdMs }));
}

function describeBucket(core: Core, name: string): unknown {
  core.peers.wasAskedFor(name);
  const bucket = core.metadata.buckets.get(name);
  if (bucket) return { state: 'here', versioning: bucket.versioning };
  return { state: core.claims.has(name) ? 'claimed' : 'absent', versioning: '' };
}

async function takeReplica(
  core: Core,
  bucket: string,
  request: WireRequest,
): Promise<WireResponse> {
  try {
    const replica = await openReplica(request.body);
    return json(200, { code: '', message: await receiveReplica(core, bucket, replica) });
  } catch (thrown) {
    // Whatever went wrong here, the sender is to tell: the object is in its bucket.
    const error = knownError(thrown, core.files);
    if (error !== undefined)
      return json(error.status, { code: error.code, message: error.message });
    return json(500, { code: 'InternalError', message: errorText(thrown) });
  }
}

function json(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}
