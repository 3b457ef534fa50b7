import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorText } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import yauzl from 'yauzl';

/** What all archives of an image together may hold: a web application, not a disk. */
export interface UnpackLimits {
  entriesMax: number;
  bytesMax: number;
}

const UNPACK_LIMITS: UnpackLimits = { entriesMax: 50_000, bytesMax: 1024 * 1024 * 1024 };

/** What is left of the limits while one archive after the other is unpacked into an image. */
export class UnpackBudget {
  readonly #limits: UnpackLimits;
  #entries = 0;
  #bytes = 0;

  constructor(limits: UnpackLimits = UNPACK_LIMITS) {
    this.#limits = limits;
  }

  /** An archive tells at its end how many entries it has. */
  takeEntries(count: number): void {
    this.#entries += count;
    const { entriesMax } = this.#limits;
    if (this.#entries > entriesMax)
      throw unreadable(
        `the archives have ${this.#entries} entries, which is more than the ${entriesMax} allowed`,
        undefined,
      );
  }

  takeBytes(name: string, bytes: number): void {
    this.#bytes += bytes;
    const { bytesMax } = this.#limits;
    if (this.#bytes > bytesMax)
      throw refused(name, `makes what is unpacked larger than ${bytesMax} bytes`);
  }
}

/**
 * The kind of a file, in the upper half of a zip entry's attributes as Unix writes them (`S_IFMT`).
 */
const KIND_MASK = 0o170_000;
const KIND_FILE = 0o100_000;
const KIND_DIRECTORY = 0o040_000;
const EXECUTABLE_MASK = 0o111;

/**
 * Unpacks a zip archive into `directory`, which it never leaves: an entry that is no plain file or
 * folder, or whose path leads elsewhere, or that is one too many or too large, refuses the whole
 * archive, by the entry's name. All that the archive's own directory tells is looked at before
 * anything is unpacked. What was unpacked before stays: the caller throws the directory away.
 */
export async function unpackZip(
  file: string,
  directory: string,
  budget: UnpackBudget,
): Promise<void> {
  const root = resolve(directory);
  await withEntries(file, async (entries, zip) => {
    budget.takeEntries(zip.entryCount);
    for await (const entry of entries) {
      targetOf(root, entry.fileName);
      kindOf(entry);
      if (entry.isEncrypted()) throw refused(entry.fileName, 'is encrypted');
      budget.takeBytes(entry.fileName, entry.uncompressedSize);
    }
  });
  await withEntries(file, async (entries, zip) => {
    for await (const entry of entries) {
      const target = targetOf(root, entry.fileName);
      if (kindOf(entry) === 'directory') await mkdir(target, { recursive: true });
      else await writeEntry(zip, entry, target);
    }
  });
}

async function withEntries(
  file: string,
  work: (entries: AsyncIterable<yauzl.Entry>, zip: yauzl.ZipFile) => Promise<void>,
): Promise<void> {
  const zip = await open(file);
  try {
    await work(entriesOf(zip), zip);
  } finally {
    zip.close();
  }
}

/**
 * The library refuses absolute and climbing names before it hands out an entry; so do we, after it.
 */
async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  const iterator = zip.eachEntry();
  for (;;) {
    const next = await iterator.next().catch((error: unknown) => {
      throw unreadable(`the archive is refused: ${errorText(error)}`, error);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

async function open(file: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(file, {
      autoClose: false,
      lazyEntries: true,
      // Refuses entries whose data is longer than they say, which is how a small archive becomes a
      // large one.
      validateEntrySizes: true,
      strictFileNames: true,
    });
  } catch (error) {
    throw unreadable(`the archive is not a zip file: ${errorText(error)}`, error);
  }
}

function targetOf(root: string, name: string): string {
  if (name.includes('\\')) throw refused(name, 'has a backslash in its name');
  if (name.includes('\0')) throw refused(name, 'has a zero byte in its name');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw refused(name, 'has an absolute path');
  const target = resolve(root, name);
  if (target !== root && !target.startsWith(root + sep))
    throw refused(name, 'leads out of its folder');
  if (name.split('/').includes('..')) throw refused(name, "has '..' in its path");
  return target;
}

function kindOf(entry: yauzl.Entry): 'file' | 'directory' {
  const kind = (entry.externalFileAttributes >>> 16) & KIND_MASK;
  if (kind !== 0 && kind !== KIND_FILE && kind !== KIND_DIRECTORY)
    throw refused(entry.fileName, 'is neither a file nor a folder (links are not unpacked)');
  return entry.fileName.endsWith('/') ? 'directory' : 'file';
}

async function writeEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & EXECUTABLE_MASK;
  try {
    const content = await zip.openReadStreamPromise(entry);
    // `wx`: a name that comes twice would let a later entry write through an earlier one.
    await pipeline(
      content,
      createWriteStream(target, { flags: 'wx', mode: mode === 0 ? 0o644 : 0o755 }),
    );
  } catch (error) {
    throw refused(entry.fileName, errorText(error), error);
  }
}

function refused(name: string, reason: string, cause?: unknown): AwsError {
  return unreadable(`the archive's entry ${JSON.stringify(name)} ${reason}`, cause);
}

function unreadable(message: string, cause: unknown): AwsError {
  return new AwsError({ code: 'InvalidRequestException', message, cause });
}

/** Where the files of images are. */
export function imagesDirectory(stateDirectory: string): string {
  return join(stateDirectory, 'images');
}

/** Where an image's files are. */
export function imageDirectory(stateDirectory: string, imageId: string): string {
  return join(imagesDirectory(stateDirectory), imageId);
}
