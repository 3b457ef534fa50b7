import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bodies } from './bodies.ts';
import { Metadata } from './metadata.ts';
import { MIGRATIONS } from './migrations/migrations.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'understudy-schema-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function oldFile(version: number): DatabaseSync {
  const old = new DatabaseSync(join(directory, 'metadata.sqlite'));
  for (const { run } of MIGRATIONS.slice(0, version)) run(old);
  old.exec(`PRAGMA user_version = ${version}`);
  return old;
}

it('opens a file of the first version: its objects in their order, its queue as it was', () => {
  const old = oldFile(1);
  old.exec("INSERT INTO bucket VALUES ('b', 1, 'Enabled')");
  const attributes = JSON.stringify({ system: {}, user: {}, storageClass: 'STANDARD' });
  const replication = JSON.stringify({ replica: false, destinations: { to: 'PENDING' } });
  const insert = old.prepare(
    `INSERT INTO version (bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size,
     attributes, tags, replication) VALUES ('b', ?, ?, ?, 0, ?, 'e', 1, ?, '[]', ?)`,
  );
  // Of one millisecond the later row is the later version; ids say nothing about it.
  const rows: [string, number][] = [
    ['zz', 100],
    ['aa', 100],
    ['mm', 101],
    ['bb', 500],
  ];
  for (const [index, [id, ms]] of rows.entries())
    insert.run(Buffer.from('k'), id, index === 3 ? 1 : 0, ms, attributes, replication);
  old.exec(
    `INSERT INTO replication_task (source, destination, version, kind, role, storage_class,
     enqueued_ms) VALUES ('b', 'to', 4, 'object', 'r', '', 7)`,
  );
  old.close();

  const metadata = new Metadata(directory);
  const found = [...metadata.versions.scanVersions('b', Buffer.alloc(0))];
  expect(found.map(({ versionId, modifiedMs }) => [versionId, modifiedMs])).toEqual([
    ['bb', 500],
    ['mm', 102],
    ['aa', 101],
    ['zz', 100],
  ]);
  expect(metadata.versions.latest('b', 'k')).toMatchObject({
    ...{ versionId: 'bb', tagsChange: { ms: 0, by: '' } },
  });
  expect(metadata.tasks.next({ source: 'b', destination: 'to' }, [])).toMatchObject({
    ...{ version: 4, attempts: 0, notBeforeMs: 0, reason: '', enqueuedMs: 7 },
  });
  metadata.close();
  // And once it is opened, it stays as it is.
  new Metadata(directory).close();
});

it('refuses a file of a newer program', () => {
  oldFile(MIGRATIONS.length).exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
  expect(() => new Metadata(directory)).toThrow(/has version \d+, we know \d+/);
});

it('keeps what is committed, and does all that follows, also when a part of that fails', () => {
  const metadata = new Metadata(directory);
  const done: number[] = [];
  metadata.transaction(() => {
    metadata.buckets.create('b', 1);
    metadata.afterCommit(() => {
      throw new Error('broken');
    });
    metadata.afterCommit(() => void done.push(1));
  });
  expect(done).toEqual([1]);
  expect(metadata.buckets.get('b')).toBeDefined();
  metadata.close();
});

it('sweeps what it can, also when something in its way cannot be removed', async () => {
  const bodies = new Bodies(directory);
  const folder = join(directory, 'bodies', '00');
  mkdirSync(join(folder, '00-folder', 'full'), { recursive: true });
  writeFileSync(join(folder, '00-waste'), 'x');
  writeFileSync(join(folder, '00-more'), 'x');
  await bodies.remove(['00-folder', '00-more']);
  expect(bodies.sweep(new Set())).toBe(1);
  expect(readdirSync(folder)).toEqual(['00-folder']);
});

it('is one store’s alone while that is open', () => {
  const first = new Metadata(directory);
  expect(() => new Metadata(directory)).toThrow(/metadata.sqlite': another process has it open/);
  first.close();
  new Metadata(directory).close();
});
