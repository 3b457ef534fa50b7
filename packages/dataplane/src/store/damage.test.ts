import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { EventBody } from '@understudy/contract';
import { SeededRandom } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Metadata } from './disk/metadata.ts';
import { NO_ATTRIBUTES } from './model.ts';
import { openStore } from './open-store.ts';
import { UnusableStore } from './unusable-store.ts';
import { ACCOUNT, ask, HTTP_PORT, HTTPS_PORT, SEOUL, TestRegion } from './store.fixture.ts';

const Bucket = 'damage-test';
let directory: string;
let region: TestRegion;
let file: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'understudy-damage-'));
  file = join(directory, 'metadata.sqlite');
  region = await new TestRegion({ region: SEOUL, address: '127.102.13.1', directory }).start();
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await region.client().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  for (let count = 0; count < 60; count++)
    await region.client().send(new PutObjectCommand({ Bucket, Key: `key-${count}`, Body: 'body' }));
});
afterEach(async () => {
  await region.destroy();
  rmSync(directory, { recursive: true, force: true });
});

/** Overwrites what is behind the first pages, which say what tables there are. */
function overwriteTheMiddle(): void {
  const { size } = statSync(file);
  const start = Math.floor(size / 2 / 4096) * 4096;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(size - start, 0x5a), 0, size - start, start);
  closeSync(descriptor);
}

/** More than SQLite keeps in memory. */
function fillWithMore(): void {
  const metadata = new Metadata(directory);
  const attributes = { ...NO_ATTRIBUTES, user: { long: 'x'.repeat(1500) } };
  metadata.transaction(() => {
    for (let count = 0; count < 4_000; count++)
      metadata.versions.insert({
        ...{
          bucket: Bucket,
          key: `more-${count}`,
          versionId: 'null',
          modifiedMs: count,
          etag: 'e',
        },
        ...{ sizeBytes: 0, attributes, tags: [], segments: [], deleteMarker: false },
        tagsChange: { ms: 0, by: Bucket },
        replication: { replica: false, destinations: {} },
      });
  });
  metadata.close();
}

async function opened(): Promise<{
  problems: string[];
  events: EventBody[];
  close: () => Promise<void>;
}> {
  const events: EventBody[] = [];
  const context = {
    ...{ clock: region.clock, random: new SeededRandom(1) },
    emit: (body: EventBody) => void events.push(body),
  };
  const part = openStore(context, {
    ...{ directory, region: SEOUL, account: ACCOUNT, ports: { privilegedPortOffset: 8000 } },
    listen: { httpPort: HTTP_PORT, httpsPort: HTTPS_PORT },
  });
  expect(part).toBeInstanceOf(UnusableStore);
  return { problems: await part.apply(await region.config()), events, close: () => part.close() };
}

it('a file that is damaged in the middle is told when it is opened, and to every client', async () => {
  await region.stop();
  overwriteTheMiddle();
  expect(() => new Metadata(directory)).toThrow(
    expect.objectContaining({
      ...{ code: 'StateUnreadable', message: expect.stringContaining(file) as string },
      hint: expect.stringMatching(/^move the state folder away/) as string,
    }),
  );
  const { problems, events, close } = await opened();
  expect(problems).toEqual([
    `StateUnreadable: cannot use the object metadata in '${file}': it is damaged`,
  ]);
  expect(events).toMatchObject([{ type: 'log', level: 'error' }]);
  const put = new PutObjectCommand({ Bucket, Key: 'new', Body: Buffer.alloc(3_000_000) });
  await expect(region.client().send(put)).rejects.toMatchObject({
    name: 'InternalError',
    message: expect.stringMatching(`${file}': it is damaged; move the state folder away`) as string,
    $metadata: { httpStatusCode: 500 },
  });
  await close();
});

it('a file that is no database is told alike, and left as it is', async () => {
  await region.stop();
  for (const name of readdirSync(directory).filter((one) => one.startsWith('metadata.sqlite-')))
    rmSync(join(directory, name));
  writeFileSync(file, 'neither the header nor the length of one '.repeat(200));
  const { problems, close } = await opened();
  expect(problems[0]).toBe(
    `StateUnreadable: cannot use the object metadata in '${file}': it is no SQLite database`,
  );
  await close();
  expect(statSync(file).size).toBe(8200);
});

it('a newer program’s file is told alike', async () => {
  await region.stop();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 1000');
  database.close();
  const { problems, close } = await opened();
  expect(problems[0]).toMatch(/^StateNewer: .*has version 1000/);
  await close();
});

it('what is thrown for another reason is not taken for damage', () => {
  // The store that runs has it.
  expect(() =>
    openStore(
      { ...region, random: new SeededRandom(1), emit: () => undefined },
      {
        ...{ directory, region: SEOUL, account: ACCOUNT, ports: { privilegedPortOffset: 8000 } },
      },
    ),
  ).toThrow(expect.objectContaining({ code: 'EngineAlreadyRunning' }));
});

it('damage that is come upon later is told to whoever does, and ends nothing', async () => {
  await region.stop();
  fillWithMore();
  await region.start();
  overwriteTheMiddle();
  const client = region.client();
  const asked = await Promise.allSettled(
    Array.from({ length: 100 }, (_, count) =>
      client.send(new GetObjectTaggingCommand({ Bucket, Key: `more-${count * 40}` })),
    ),
  );
  const refused = asked.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused)
    expect(reason).toMatchObject({
      name: 'InternalError',
      message: expect.stringMatching(
        `${file}': it is damaged; move the state folder away`,
      ) as string,
    });
  expect((await ask(region, { path: '/' })).status).toBe(403);
});

it('an object whose bytes are gone is told so, and the others are there', async () => {
  const bodies = join(directory, 'bodies');
  const shard =
    readdirSync(bodies).find((name) => readdirSync(join(bodies, name)).length > 0) ?? '';
  for (const name of readdirSync(join(bodies, shard))) rmSync(join(bodies, shard, name));
  const client = region.client();
  const asked = await Promise.allSettled(
    Array.from({ length: 60 }, (_, count) =>
      client.send(new GetObjectCommand({ Bucket, Key: `key-${count}` })),
    ),
  );
  const refused = asked.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(60);
  for (const { reason } of refused)
    expect(reason).toMatchObject({
      name: 'InternalError',
      message: expect.stringMatching(`${bodies}': a file of it is missing`) as string,
    });
  expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(60);
});
