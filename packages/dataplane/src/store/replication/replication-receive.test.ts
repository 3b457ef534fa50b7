import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { VirtualClock } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_ATTRIBUTES } from '../model.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';
import { ROLE } from '../store.fixture.ts';
import { TestSide } from './replication.fixture.ts';
import { receiveReplica } from './replication-receive.ts';

const BODY = Buffer.from('the object');
const ELSEWHERE = 'arn:aws:iam::444455556666:role/replication';

let side: TestSide;

beforeEach(() => {
  const way = { isDown: true, before: () => Promise.resolve(undefined), after: () => undefined };
  const clock = new VirtualClock();
  side = new TestSide('virginia', clock, way);
  side.open(new TestSide('seoul', clock, way));
});
afterEach(() => side.destroy());

function headOf(more: Partial<ReplicaHead> = {}): ReplicaHead {
  return {
    ...{ kind: 'object', sourceBucket: 'bucket-seoul', role: ROLE, key: 'key', versionId: 'v1' },
    ...{ modifiedMs: 1, sizeBytes: BODY.length, attributes: NO_ATTRIBUTES, tags: [] },
    etag: createHash('md5').update(BODY).digest('hex'),
    tagsChange: { ms: 1, by: 'bucket-seoul' },
    ...more,
  };
}

function receive(
  head: ReplicaHead,
  options: { bucket?: string; body?: Uint8Array } = {},
): Promise<string> {
  const { bucket = side.bucket, body = BODY } = options;
  return receiveReplica(side.core, bucket, { head, body: Readable.from([body]) });
}

function putPolicy(effect: 'Allow' | 'Deny', role: string): void {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: effect, Principal: { AWS: role }, Action: 's3:ReplicateObject' },
        Resource: `arn:aws:s3:::${side.bucket}/*`,
      },
    ],
  };
  side.core.metadata.buckets.putDocument(side.bucket, 'policy', JSON.stringify(policy));
}

/** Every file of a body that is on the disk. */
function bodies(): string[] {
  return readdirSync(side.directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^bodies\/.*[^/]{8,}$/.test(file),
  );
}

describe('a replica that is refused', () => {
  it('has no bucket, or one that keeps no versions', async () => {
    await expect(receive(headOf(), { bucket: 'nowhere' })).rejects.toMatchObject({
      code: 'NoSuchBucket',
      status: 404,
    });
    side.core.metadata.buckets.setVersioning(side.bucket, 'Suspended');
    await expect(receive(headOf())).rejects.toMatchObject({
      code: 'InvalidBucketState',
      status: 409,
    });
  });

  it('comes by a role that the destination does not let in', async () => {
    const denied = { code: 'AccessDenied', status: 403 };
    // Another account's needs the policy's leave; this account's only that it is not denied.
    await expect(receive(headOf({ role: ELSEWHERE }))).rejects.toMatchObject(denied);
    await expect(receive(headOf({ role: 'no role' }))).rejects.toMatchObject(denied);
    putPolicy('Deny', ROLE);
    await expect(receive(headOf())).rejects.toMatchObject(denied);
    putPolicy('Allow', ELSEWHERE);
    expect(await receive(headOf({ role: ELSEWHERE }))).toBe('');
    // The leave is for objects, and not for their deletion.
    const marker = headOf({ role: ELSEWHERE, kind: 'delete-marker', versionId: 'v2' });
    await expect(receive(marker)).rejects.toMatchObject(denied);
  });

  it.each([
    ['is not what was sent', Buffer.from('the abject')],
    ['is too short', BODY.subarray(1)],
    ['is too long', Buffer.concat([BODY, BODY])],
    ['is empty', Buffer.alloc(0)],
  ])('%s, and leaves nothing', async (_how, body) => {
    await expect(receive(headOf(), { body })).rejects.toMatchObject({ code: 'BadDigest' });
    expect(side.versions()).toEqual([]);
    expect(bodies()).toEqual([]);
  });

  it('breaks off, and leaves nothing', async () => {
    const broken = Readable.from(
      (function* () {
        yield BODY.subarray(0, 3);
        throw new Error('reset');
      })(),
    );
    const replica = { head: headOf(), body: broken };
    await expect(receiveReplica(side.core, side.bucket, replica)).rejects.toThrow('reset');
    expect(side.versions()).toEqual([]);
    expect(bodies()).toEqual([]);
  });
});

describe('tags that are refused', () => {
  const tagged = headOf({ kind: 'tags', tags: [{ Key: 'a', Value: '1' }] });

  it('are of a version that is not there', async () => {
    await expect(receive(tagged)).rejects.toMatchObject({ code: 'NoSuchVersion', status: 404 });
  });

  it('would change an original whose bucket does not ask for it', async () => {
    const original = await side.put('key', 'text');
    const head = { ...tagged, versionId: original.versionId };
    await expect(receive(head)).rejects.toMatchObject({ code: 'InvalidRequest' });
    side.rule('another-bucket');
    await expect(receive(head)).rejects.toMatchObject({ code: 'InvalidRequest' });
  });

  it('are older than those that are there, which is said and no error', async () => {
    await receive(headOf({ tagsChange: { ms: 5, by: 'bucket-seoul' } }));
    expect(await receive({ ...tagged, tagsChange: { ms: 4, by: 'bucket-seoul' } })).toContain(
      'a later change of the tags, which stays',
    );
    expect(side.find('key')?.tags).toEqual([]);
  });
});

it('what comes twice is taken once', async () => {
  expect(await receive(headOf())).toBe('');
  expect(await receive(headOf())).toBe('');
  expect(side.versions()).toHaveLength(1);
  expect(bodies()).toHaveLength(1);
});
