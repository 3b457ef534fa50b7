import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_ATTRIBUTES } from '../model.ts';
import { Metadata } from './metadata.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'understudy-rows-'));
  file = join(directory, 'metadata.sqlite');
  const metadata = new Metadata(directory);
  const { buckets, versions, uploads, tasks } = metadata;
  buckets.create('b', 1);
  buckets.putDocument('b', 'policy', '{"Version":"2012-10-17"}');
  buckets.putDocument('b', 'tagging', [{ Key: 'k', Value: 'v' }]);
  buckets.putDocument('b', 'replication', { Role: 'r', Rules: [{ Status: 'Enabled' }] } as never);
  const version = versions.insert({
    ...{ bucket: 'b', key: 'a/b', versionId: 'v', deleteMarker: false, modifiedMs: 1, etag: 'e' },
    ...{ sizeBytes: 0, attributes: { ...NO_ATTRIBUTES, user: { ['__proto__']: 'x' } }, tags: [] },
    tagsChange: { ms: 0, by: '' },
    replication: { replica: false, destinations: { c: 'PENDING' } },
    segments: [],
  });
  uploads.create({
    ...{ id: 'u', bucket: 'b', key: 'k', initiatedMs: 1 },
    attributes: { object: NO_ATTRIBUTES, tags: [], checksum: undefined },
  });
  uploads.putPart({
    ...{ upload: 'u', number: 1, modifiedMs: 1, etag: 'e', sizeBytes: 1 },
    ...{ checksums: { CRC32: 'AAAA' }, body: 'x' },
  });
  tasks.add({
    ...{ source: 'b', destination: 'c', version, kind: 'object', role: 'r' },
    ...{ storageClass: '', enqueuedMs: 1 },
  });
  metadata.close();
});
afterEach(() => rmSync(directory, { recursive: true }));

test('what was written opens', () => {
  const metadata = new Metadata(directory);
  expect(metadata.buckets.document('b', 'policy')).toBe('{"Version":"2012-10-17"}');
  expect(metadata.buckets.document('b', 'tagging')).toEqual([{ Key: 'k', Value: 'v' }]);
  expect(metadata.versions.latest('b', 'a/b')?.replication.destinations).toEqual({ c: 'PENDING' });
  expect(metadata.uploads.part('u', 1)?.checksums).toEqual({ CRC32: 'AAAA' });
  metadata.close();
});

test.each([
  ["UPDATE bucket SET versioning = 'On'", "'b' of bucket", 'versioning'],
  ["UPDATE bucket_document SET kind = 'website' WHERE kind = 'policy'", "'b/website' of", 'kind'],
  [
    `UPDATE bucket_document SET value = '[{"Key":"k"}]' WHERE kind = 'tagging'`,
    "'b/tagging' of bucket_document",
    'value.0.Value',
  ],
  [
    `UPDATE bucket_document SET value = '{"Rules":{}}' WHERE kind = 'replication'`,
    "'b/replication' of bucket_document",
    'value.Rules',
  ],
  ["UPDATE version SET attributes = '{'", "'b/a/b' of version", 'attributes: it is no JSON'],
  [`UPDATE version SET tags = '[{"Key":1}]'`, "'b/a/b' of version", 'tags.0.Key'],
  [
    `UPDATE version SET replication = '{"replica":false,"destinations":{"c":"DONE"}}'`,
    "'b/a/b' of version",
    'replication.destinations.c',
  ],
  ["UPDATE upload SET attributes = '{}'", "'b/k' of upload", 'attributes.object'],
  [`UPDATE part SET checksum = '{"MD4":"x"}'`, "'u/1' of part", 'checksum'],
  ["UPDATE replication_task SET kind = 'both'", "'1' of replication_task", 'kind'],
])('%s is told', (sql, row, field) => {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  expect(() => new Metadata(directory)).toThrow(
    expect.objectContaining({
      code: 'StateUnreadable',
      message: expect.stringMatching(
        new RegExp(`object metadata in '${file}': ${row}.* does not fit: ${field}`),
      ) as string,
    }),
  );
});
