import type { SigningKey } from '@understudy/contract';
import { AwsError, type WireRequest, type WireResponse } from '@understudy/wire';
import type { Core } from './core.ts';
import { accessDenied, invalidRequest } from './errors.ts';
import { decodeReplicaHeader, PEER_PATH, REPLICA_HEADER } from './peer-protocol.ts';
import { receiveReplica } from './replication-receive.ts';

const S3_SERVICE = 's3.amazonaws.com';

/** Answers another region's store, and nobody else. */
export async function answerPeer(
  core: Core,
  request: WireRequest,
  principal: SigningKey['principal'] | undefined,
): Promise<WireResponse> {
  if (principal?.kind !== 'service' || principal.service !== S3_SERVICE) throw accessDenied();
  const [kind, encoded] = request.target.slice(PEER_PATH.length + 1).split('/');
  const name = decodeURIComponent(encoded ?? '');
  if (request.method === 'GET' && kind === 'buckets')
    return json(200, encoded === undefined ? listBuckets(core) : describeBucket(core, name));
  if (request.method === 'PUT' && kind === 'replicas') return takeReplica(core, name, request);
  throw invalidRequest(`the S3 store has no such question: ${request.method} ${request.target}`);
}

function listBuckets(core: Core): unknown {
  return core.metadata.buckets
    .list({ after: '', prefix: '' })
    .map(({ name, createdMs }) => ({ name, createdMs }));
}

function describeBucket(core: Core, name: string): unknown {
  const bucket = core.metadata.buckets.get(name);
  if (bucket) return { state: 'here', versioning: bucket.versioning };
  return { state: core.claims.has(name) ? 'claimed' : 'absent', versioning: '' };
}

async function takeReplica(
  core: Core,
  bucket: string,
  request: WireRequest,
): Promise<WireResponse> {
  const encoded = request.headers[REPLICA_HEADER];
  if (encoded === undefined) throw invalidRequest('the replica has no header');
  const header = decodeReplicaHeader(encoded);
  try {
    await receiveReplica(core, bucket, { header, body: request.body });
    return json(200, {});
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    return json(thrown.status, { code: thrown.code, message: thrown.message });
  }
}

function json(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  };
}
