import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNPACK_LIMITS, unpackZip } from './unpack.ts';
import { zipOf } from './zip-testkit.ts';

describe('unpacking an archive', () => {
  let parent: string;
  let directory: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'understudy-unpack-'));
    directory = join(parent, 'image');
  });

  afterEach(async () => {
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

  it('refuses more entries and more bytes than allowed, by the entry that is too much', async () => {
    const many = zipOf([1, 2, 3].map((index) => ({ name: `f${index}`, content: 'x' })));
    await expect(unpackZip(many, directory, { entriesMax: 2, bytesMax: 100 })).rejects.toThrow(
      `entry "f3" is one more than the 2 entries allowed`,
    );
    await rm(directory, { recursive: true });
    const large = zipOf([{ name: 'big', content: 'x'.repeat(101), compress: true }]);
    await expect(unpackZip(large, directory, { entriesMax: 9, bytesMax: 100 })).rejects.toThrow(
      `entry "big" makes the archive larger than 100 bytes`,
    );
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
        await unpackZip(zipOf([{ name, content: 'x' }]), directory, UNPACK_LIMITS).catch(
          () => undefined,
        );
        expect((await readdir(parent)).filter((entry) => entry !== 'image')).toEqual([]);
        await rm(directory, { recursive: true, force: true });
      }),
      { numRuns: 150 },
    );
  });
});
