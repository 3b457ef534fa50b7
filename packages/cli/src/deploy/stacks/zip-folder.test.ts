import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { zipFolder } from './zip-folder.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function unzipped(archive: Buffer): Promise<Record<string, { text: string; mode: number }>> {
  const zip = await yauzl.fromBufferPromise(archive);
  const found: Record<string, { text: string; mode: number }> = {};
  for await (const entry of zip.eachEntry()) {
    const text = String(await buffer(await zip.openReadStreamPromise(entry)));
    found[entry.fileName] = { text, mode: (entry.externalFileAttributes >>> 16) & 0o777 };
  }
  return found;
}

test('every file is in the archive under its place, with its mode; links are followed', async () => {
  mkdirSync(path.join(folder, 'bin'));
  mkdirSync(path.join(folder, 'empty'));
  writeFileSync(path.join(folder, 'bin/run'), '#!/bin/sh\n');
  chmodSync(path.join(folder, 'bin/run'), 0o755);
  writeFileSync(path.join(folder, '.env'), 'A=1');
  symlinkSync('bin', path.join(folder, 'linked'));
  symlinkSync('..', path.join(folder, 'bin/up')); // would never end
  symlinkSync('nowhere', path.join(folder, 'dangling'));
  const files = await unzipped(await zipFolder(folder));
  expect(Object.keys(files)).toEqual(['.env', 'bin/run', 'linked/run']);
  expect(files['bin/run']).toEqual({ text: '#!/bin/sh\n', mode: 0o755 });
  expect(files['linked/run']?.mode).toBe(0o755);
});
