import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnpackBudget, unpackZip as unpackFile } from './unpack.ts';
import { zipOf } from './zip.fixture.ts';

describe('unpacking an archive', () => {
  let archives: string;
  let parent: string;
  let directory: string;

  async function unpackZip(archive: Uint8Array, into: string, budget = new UnpackBudget()) {
    const file = join(archives, 'archive.zip');
    await writeFile(file, archive);
    await unpackFile(file, into, budget);
  }

  beforeEach(async () => {
    archives = await mkdtemp(join(tmpdir(), 'understudy-archives-'));
    parent = await mkdtemp(join(tmpdir(), 'understudy-unpack-'));
    directory = join(parent, 'image');
  });

  afterEach(async () => {
    await rm(archives, { recursive: true, force: true });
    await rm(parent, { recursive: true, force: true });
  });

  it('writes files and folders, compressed or not, and keeps what is executable', async () => {
    const archive = zipOf([
      { name: 'bin/', content: '', mode: 0o040_755 },
      { name: 'bin/run', content: '#!/bin/sh\n', mode: 0o100_755 },
      { name: 'public/site.css', content: 'a{}'.repeat(1_000), compress: true },
    ]);
    await unpackZip(archive, directory);
    expect(await readFile(join(directory, 'public/site.css'), 'utf8')).toHaveLength(3_000);
    expect((await stat(join(directory, 'bin/run'))).mode & 0o111).not.toBe(0);
    expect((await stat(join(directory, 'public/site.css'))).mode & 0o111).toBe(0);
  });

  it.each([
    ['../outside', '../outside'],
    ['a/../../outside', 'outside'],
    ['/etc/outside', '/etc/outside'],
    ['C:/outside', 'C:/outside'],
    ['a\\..\\..\\outside', 'outside'],
  ])('refuses the entry %s, by name, and writes nothing outside', async (name, quoted) => {
    const archive = zipOf([{ name, content: 'x' }]);
    await expect(unpackZip(archive, directory)).rejects.toThrow(quoted);
    expect(existsSync(join(parent, 'outside'))).toBe(false);
    expect((await readdir(parent)).filter((entry) => entry !== 'image')).toEqual([]);
  });

  it('refuses links and devices, through which later entries could leave', async () => {
    for (const mode of [0o120_777, 0o060_644, 0o010_644]) {
      const archive = zipOf([
        { name: 'link', content: '/etc', mode },
        { name: 'link/passwd', content: 'x' },
      ]);
      await expect(unpackZip(archive, directory)).rejects.toThrow(
        `the archive's entry "link" is neither a file nor a folder`,
      );
    }
  });

  it('refuses a name that comes twice', async () => {
    const archive = zipOf([
      { name: 'a', content: 'one' },
      { name: 'a', content: 'two' },
    ]);
    await expect(unpackZip(archive, directory)).rejects.toThrow('entry "a"');
  });

  it('refuses more entries than allowed before it writes one', async () => {
    const many = zipOf([1, 2, 3].map((index) => ({ name: `f${index}`, content: 'x' })));
    const budget = new UnpackBudget({ entriesMax: 2, bytesMax: 100 });
    await expect(unpackZip(many, directory, budget)).rejects.toThrow(
      'the archives have 3 entries, which is more than the 2 allowed',
    );
    expect(existsSync(directory)).toBe(false);
  });

  it('refuses more bytes than allowed, by the entry that is too much, before it writes one', async () => {
    const large = zipOf([
      { name: 'small', content: 'x' },
      { name: 'big', content: 'x'.repeat(100), compress: true },
    ]);
    const budget = new UnpackBudget({ entriesMax: 9, bytesMax: 100 });
    await expect(unpackZip(large, directory, budget)).rejects.toThrow(
      `entry "big" makes what is unpacked larger than 100 bytes`,
    );
    expect(existsSync(directory)).toBe(false);
  });

  it('counts all archives of an image together', async () => {
    const budget = new UnpackBudget({ entriesMax: 3, bytesMax: 100 });
    const archive = (name: string, size: number): Uint8Array =>
      zipOf([{ name, content: 'x'.repeat(size) }]);
    await unpackZip(archive('a', 60), directory, budget);
    await unpackZip(archive('b', 40), directory, budget);
    await expect(unpackZip(archive('c', 1), directory, budget)).rejects.toThrow('entry "c"');
    await expect(unpackZip(archive('d', 0), directory, budget)).rejects.toThrow('4 entries');
    expect((await readdir(directory)).sort()).toEqual(['a', 'b']);
  });

  it('is quick to refuse very many entries', async () => {
    const entries = Array.from({ length: 60_000 }, (_, index) => ({
      name: `e${index}`,
      content: '',
    }));
    await expect(unpackZip(zipOf(entries), directory)).rejects.toThrow('60000 entries');
    expect(existsSync(directory)).toBe(false);
  });

  it('refuses a bomb that says that it is small', async () => {
    const bomb = zipOf([
      { name: 'bomb', content: Buffer.alloc(5_000_000), compress: true, claimedSize: 10 },
    ]);
    await expect(unpackZip(bomb, directory)).rejects.toThrow('entry "bomb"');
    expect((await stat(join(directory, 'bomb'))).size).toBeLessThan(1_000_000);
  });

  it('refuses what is no archive', async () => {
    await expect(unpackZip(Buffer.from('hello'), directory)).rejects.toThrow(
      'the archive is not a zip file',
    );
  });

  it('never writes outside, whatever the name', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b', '~', '...', 'C:', '\\..', '%2e%2e');
    const names = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        await unpackZip(zipOf([{ name, content: 'x' }]), directory).catch(() => undefined);
        expect((await readdir(parent)).filter((entry) => entry !== 'image')).toEqual([]);
        await rm(directory, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });
});
