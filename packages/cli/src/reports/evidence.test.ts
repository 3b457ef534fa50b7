import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sampleReport } from '@understudy/drill/testing';
import { expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { evidenceZip } from './evidence.ts';

async function filesIn(zip: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const opened = await fromBufferPromise(Buffer.from(zip));
  for await (const entry of opened.eachEntry())
    files.set(entry.fileName, await text(await opened.openReadStreamPromise(entry)));
  return files;
}

test('each file is listed with its checksum, the report as it was written', async () => {
  const written = Buffer.from(JSON.stringify(sampleReport()));
  const files = await filesIn(await evidenceZip(sampleReport(), written, 'en'));
  const sums = (files.get('SHA256SUMS') ?? '').trim().split('\n');
  expect(sums).toHaveLength(files.size - 1);
  for (const [sum, name = ''] of sums.map((line) => line.split('  ')))
    expect(
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
      name,
    ).toBe(sum);
  expect(files.get('report.json')).toBe(written.toString());
  expect(files.get('report.html')).toContain('<!doctype html>');
});

test('the same report makes the same bytes', async () => {
  const once = await evidenceZip(sampleReport(), Buffer.from('{}'), 'en');
  expect(await evidenceZip(sampleReport(), Buffer.from('{}'), 'en')).toEqual(once);
});
