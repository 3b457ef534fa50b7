import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sampleReport } from '@understudy/drill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { evidenceZip } from './evidence.ts';
import { signWith } from './sign.ts';

async function filesIn(zip: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const opened = await fromBufferPromise(Buffer.from(zip));
  for await (const entry of opened.eachEntry())
    files.set(entry.fileName, await text(await opened.openReadStreamPromise(entry)));
  return files;
}

test('each file is listed with its checksum, the report as it was written', async () => {
  const written = Buffer.from(JSON.stringify(sampleReport()));
  const files = await filesIn(await evidenceZip(sampleReport(), written, { lang: 'en' }));
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
  const once = await evidenceZip(sampleReport(), Buffer.from('{}'), { lang: 'en' });
  expect(await evidenceZip(sampleReport(), Buffer.from('{}'), { lang: 'en' })).toEqual(once);
});

test('an unsigned one says so', async () => {
  const files = await filesIn(await evidenceZip(sampleReport(), Buffer.from('{}'), { lang: 'en' }));
  expect(files.has('SHA256SUMS.sig')).toBe(false);
  expect(files.get('README.txt')).toContain('SHA256SUMS is not signed');
});

const HAS_SSH = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.runIf(HAS_SSH)('signed with an SSH key', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-evidence-'));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, 'key')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The command that README.txt names, in a folder with what is in the zip. */
  function verify(files: Map<string, string>): number | null {
    for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
    const publicKey = readFileSync(path.join(folder, 'key.pub'), 'utf8');
    writeFileSync(path.join(folder, 'allowed_signers'), `auditor ${publicKey}`);
    const command = /^ssh-keygen .*$/m.exec(files.get('README.txt') ?? '')?.[0] ?? 'false';
    return spawnSync('sh', ['-c', `sha256sum -c SHA256SUMS && ${command}`], { cwd: folder }).status;
  }

  const signed = async (): Promise<Map<string, string>> =>
    await filesIn(
      await evidenceZip(sampleReport(), Buffer.from('{}'), {
        lang: 'en',
        sign: (sums) => signWith(path.join(folder, 'key'), sums),
      }),
    );

  test('the command that it names verifies it', async () => {
    expect(verify(await signed())).toBe(0);
  });

  test.each(['SHA256SUMS', 'report.json'])('what was changed in %s is found', async (name) => {
    const files = await signed();
    expect(verify(new Map(files).set(name, `${files.get(name)} `))).not.toBe(0);
  });

  test('a key that is none is told', () => {
    expect(() => signWith(path.join(folder, 'absent'), 'x')).toThrow(
      expect.objectContaining({ code: 'EvidenceNotSigned' }) as Error,
    );
    expect(() => signWith(path.join(folder, 'key'), 'x', 'no-such-ssh-keygen')).toThrow(
      expect.objectContaining({ code: 'ToolMissing' }) as Error,
    );
  });
});
