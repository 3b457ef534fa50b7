import { randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsError } from '@understudy/wire';
import type { ByteSink } from '../http/digests.ts';
import type { Segment } from '../model.ts';

/** Bodies are spread over as many folders, so that none holds too many files. */
const SHARDS = 256;

export interface WrittenBody {
  body: string;
  sizeBytes: number;
}

export interface WriteOptions {
  bytesMax: number;
  /** Sees every byte that is written. */
  digests?: ByteSink | undefined;
}

/**
 * The bytes of objects and parts: one immutable file each, under a name that is never used twice. A
 * file that the metadata does not refer to is waste of a request that never ended, and is removed
 * at the start.
 */
export class Bodies {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = join(directory, 'bodies');
    for (let shard = 0; shard < SHARDS; shard++)
      mkdirSync(join(this.#directory, shardName(shard)), { recursive: true });
    for (const folder of [directory, this.#directory]) syncFolder(folder);
  }

  /** Writes a stream down, and resolves once it would survive a loss of power. */
  async write(source: Readable, options: WriteOptions): Promise<WrittenBody> {
    const body = randomUUID();
    const file = await open(this.#path(body), 'wx', 0o600);
    try {
      const sizeBytes = await writeStream(file, source, options);
      await file.sync();
      await file.close();
      await this.#syncFolder(body);
      return { body, sizeBytes };
    } catch (thrown) {
      await file.close().catch(() => undefined);
      await this.remove([body]);
      throw thrown;
    }
  }

  /**
   * The bytes from `start` up to and including `end` of a row of bodies. The files are opened
   * before this returns, so that a removal that comes later does not reach what is being read.
   */
  read(segments: readonly Segment[], range: { start: number; end: number }): Readable {
    const pieces: { descriptor: number; start: number; end: number }[] = [];
    let offset = 0;
    for (const { body, sizeBytes } of segments) {
      const start = Math.max(range.start - offset, 0);
      const end = Math.min(range.end - offset, sizeBytes - 1);
      if (start <= end) pieces.push({ descriptor: openSync(this.#path(body), 'r'), start, end });
      offset += sizeBytes;
    }
    const streams = pieces.map(({ descriptor, start, end }) =>
      createReadStream('', { fd: descriptor, start, end, highWaterMark: 256 * 1024 }),
    );
    const [only, ...others] = streams;
    if (only === undefined) return Readable.from([]);
    if (others.length === 0) return only;
    const joined = Readable.from(concatenate(streams), { objectMode: false });
    // Streams that were never reached would keep their descriptors.
    joined.once('close', () => streams.forEach((stream) => stream.destroy()));
    return joined;
  }

  /** One that cannot be removed holds up no other: it is swept at a later start. */
  async remove(bodies: readonly string[]): Promise<void> {
    for (const body of bodies) await rm(this.#path(body), { force: true }).catch(() => undefined);
  }

  /**
   * Removes every file that is not in `referenced`; tells how many. Only for the start, which waste
   * that cannot be removed does not hold up.
   */
  sweep(referenced: ReadonlySet<string>): number {
    let removed = 0;
    for (let shard = 0; shard < SHARDS; shard++) {
      const folder = join(this.#directory, shardName(shard));
      for (const name of readdirSync(folder)) {
        if (referenced.has(name)) continue;
        if (isRemoved(join(folder, name))) removed++;
      }
    }
    return removed;
  }

  /** A file's name is durable once its folder is. */
  async #syncFolder(body: string): Promise<void> {
    const folder = await open(join(this.#path(body), '..'), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  #path(body: string): string {
    return join(this.#directory, body.slice(0, 2), body);
  }
}

function isRemoved(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Folders that were just made are durable once the folder that holds them is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function shardName(shard: number): string {
  return shard.toString(16).padStart(2, '0');
}

async function writeStream(
  file: FileHandle,
  source: Readable,
  { bytesMax, digests }: WriteOptions,
): Promise<number> {
  let sizeBytes = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > bytesMax) throw entityTooLarge(sizeBytes, bytesMax);
    digests?.update(chunk);
    await writeAll(file, chunk);
  }
  return sizeBytes;
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < chunk.byteLength)
    offset += (await file.write(chunk, offset, chunk.byteLength - offset)).bytesWritten;
}

export function entityTooLarge(proposed: number, maximum: number): AwsError {
  return new AwsError({
    code: 'EntityTooLarge',
    message: 'Your proposed upload exceeds the maximum allowed size',
    detail: { ProposedSize: String(proposed), MaxSizeAllowed: String(maximum) },
  });
}

async function* concatenate(streams: readonly Readable[]): AsyncGenerator<Uint8Array> {
  for (const stream of streams) yield* stream as AsyncIterable<Uint8Array>;
}
