import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { SeededRandom } from '@understudy/contract/testing';
import { afterEach, expect, it } from 'vitest';
import { SEOUL, TestRegion } from './store.fixture.ts';

const ADDRESS = '127.102.5.1';
const BUCKET = 'crash-test';
const ROUNDS = 2;
/** Starts processes of its own, which takes its time on a busy machine. */
const TIMEOUT_MS = 60_000;
const random = new SeededRandom(5);

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

async function startChild(directory: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'crash.fixture.ts');
  child = spawn(process.execPath, [script, directory, ADDRESS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

function bodyOf(name: string): Buffer {
  return Buffer.alloc(20_000 + name.length * 7919, name);
}

function md5(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

it(
  'keeps every PUT that it answered, and no half of any other, when it is killed while it writes',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'understudy-crash-'));
    const region = new TestRegion({ region: SEOUL, address: ADDRESS, directory });
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      const process = await startChild(directory);
      const client = region.client();
      if (round === 0) {
        const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
        await client.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
        const VersioningConfiguration = { Status: 'Enabled' } as const;
        await client.send(
          new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }),
        );
      }
      const killAfter = 10 + Math.floor(random.next() * 15);
      let answers = 0;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let number = 0; number < 200; number++) {
          const Body = bodyOf(`${round}-${writer}-${number}`);
          const put = new PutObjectCommand({ Bucket: BUCKET, Key: `k${number % 5}`, Body });
          // The rest of the writes find nobody: that is what the test is about.
          const answer = await client.send(put).catch(() => undefined);
          if (answer === undefined) return;
          acknowledged.set(answer.VersionId ?? '', md5(Body));
          if (++answers === killAfter) process.kill('SIGKILL');
        }
      });
      await Promise.all(writers);
      if (process.signalCode === null) await once(process, 'exit');
      expect(process.signalCode).toBe('SIGKILL');
    }
    await region.start();
    const client = region.client();
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
    const found = new Map(Versions.map(({ VersionId, ETag }) => [VersionId, ETag]));
    for (const [versionId, etag] of acknowledged) expect(found.get(versionId)).toBe(etag);
    for (const { Key, VersionId, ETag } of Versions) {
      const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key, VersionId }));
      expect(md5((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(ETag);
    }
    expect(Versions.filter(({ IsLatest }) => IsLatest)).toHaveLength(5);
    // Bodies whose PUT was never finished are gone after the start.
    const bodies = join(directory, 'bodies');
    const files = readdirSync(bodies).flatMap((folder) => readdirSync(join(bodies, folder)));
    expect(files).toHaveLength(Versions.length);
    await region.destroy();
  },
  TIMEOUT_MS,
);
