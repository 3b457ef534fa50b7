import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SeededRandom, until } from '@understudy/contract/testing';
import { afterEach, expect, it } from 'vitest';
import { makeReplicatedBuckets } from './replicated-buckets.fixture.ts';
import { SEOUL, TestRegion, VIRGINIA } from '../store.fixture.ts';

const ADDRESS = '127.102.8.1';
const PEER = '127.102.8.2';
const FROM = 'crash-seoul';
const TO = 'crash-virginia';
const ROUNDS = 3;
const TIMEOUT_MS = 60_000;
const random = new SeededRandom(7);

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

async function startSource(directory: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../crash.fixture.ts');
  child = spawn(process.execPath, [script, directory, ADDRESS, PEER], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

it(
  'brings over every version that was answered, also when the source is killed while it sends',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'understudy-crash-'));
    const seoul = new TestRegion({ region: SEOUL, address: ADDRESS, directory });
    const virginia = new TestRegion({ region: VIRGINIA, address: PEER });
    await virginia.start([seoul]);
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      const process = await startSource(directory);
      const client = seoul.client();
      if (round === 0) await makeReplicatedBuckets({ seoul, virginia }, { from: FROM, to: TO });
      const killAfter = 8 + Math.floor(random.next() * 12);
      let answers = 0;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let number = 0; number < 100; number++) {
          const Body = `${round}-${writer}-${number} `.repeat(20_000);
          const put = new PutObjectCommand({ Bucket: FROM, Key: `k${number % 5}`, Body });
          // The rest of the writes find nobody: that is what the test is about.
          const answer = await client.send(put).catch(() => undefined);
          if (answer === undefined) return;
          acknowledged.set(answer.VersionId ?? '', answer.ETag ?? '');
          if (++answers === killAfter) process.kill('SIGKILL');
        }
      });
      await Promise.all(writers);
      if (process.signalCode === null) await once(process, 'exit');
    }
    await seoul.start([virginia]);
    await until(() => seoul.store.pendingFor(FROM) === 0, { withinMs: 20_000, what: 'drained' });
    const destination = virginia.client();
    const here = await seoul.client().send(new ListObjectVersionsCommand({ Bucket: FROM }));
    const there = await destination.send(new ListObjectVersionsCommand({ Bucket: TO }));
    const shown = (listed: typeof here): unknown =>
      listed.Versions?.map(({ Key, VersionId, ETag, IsLatest }) => [
        Key,
        VersionId,
        ETag,
        IsLatest,
      ]);
    expect(shown(there)).toEqual(shown(here));
    const arrived = new Map(there.Versions?.map(({ VersionId, ETag }) => [VersionId, ETag]));
    for (const [versionId, etag] of acknowledged) expect(arrived.get(versionId)).toBe(etag);
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * 8);
    const whole = await destination.send(new GetObjectCommand({ Bucket: TO, Key: 'k0' }));
    expect((await whole.Body?.transformToString())?.length).toBe(whole.ContentLength);
    await seoul.destroy();
    await virginia.destroy();
  },
  TIMEOUT_MS,
);
