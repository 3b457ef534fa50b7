import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DOCUMENTS, type DocumentKind } from '../columns.ts';
import { METADATA_FILE } from '../database.ts';
import { Metadata } from '../metadata.ts';

/** What a store tells of the metadata that SQL makes: buckets, their documents and versions. */
export function describeKept(sqlFile: string): unknown {
  const directory = mkdtempSync(join(tmpdir(), 'understudy-kept-'));
  try {
    const database = new DatabaseSync(join(directory, METADATA_FILE));
    database.exec(`BEGIN; ${readFileSync(sqlFile, 'utf8')} COMMIT;`);
    database.close();
    return describe(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function describe(directory: string): unknown {
  const metadata = new Metadata(directory);
  const kinds = Object.keys(DOCUMENTS) as DocumentKind[];
  const described = metadata.buckets.list({ after: '', prefix: '' }).map((bucket) => ({
    ...bucket,
    documents: Object.fromEntries(
      kinds.map((kind) => [kind, metadata.buckets.document(bucket.name, kind)]),
    ),
    versions: [...metadata.versions.scanVersions(bucket.name, Buffer.alloc(0))].map((version) => ({
      ...version,
      segments: metadata.versions.segments(version.id),
    })),
  }));
  metadata.close();
  return JSON.parse(JSON.stringify(described));
}
