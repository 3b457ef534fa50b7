import { Readable } from 'node:stream';
import type { ByteBudget } from './object/byte-budget.ts';

/** What readers may lag behind each other, once a body is too long to be kept. */
const WINDOW_BYTES = 1024 * 1024;

/**
 * A body that is collected while it comes in, and read meanwhile by as many as ask for it, each at
 * its own speed. One that grows beyond `bytesMax`, or the budget of all, is no longer collected:
 * those who read it already get it to the end, at the speed of the slowest.
 */
export class SharedBody {
  /** All of it; nothing when it was too long, broke off, or the last of its readers left. */
  readonly whole: Promise<Buffer | undefined>;
  readonly #source: Readable;
  readonly #bytesMax: number;
  readonly #budget: ByteBudget;
  readonly #readers = new Set<BodyReader>();
  readonly #chunks: Buffer[] = [];
  /** How many chunks came before the first that is still here. */
  #dropped = 0;
  #bytes = 0;
  /** Of the budget. */
  #taken = 0;
  #isCollected = true;
  #state: 'open' | 'ended' | 'broken' = 'open';
  #settle: (whole: Buffer | undefined) => void = () => undefined;

  constructor(source: Readable, bounds: { bytesMax: number; budget: ByteBudget }) {
    this.#source = source;
    this.#bytesMax = bounds.bytesMax;
    this.#budget = bounds.budget;
    this.whole = new Promise((resolve) => (this.#settle = resolve));
    source.on('data', (chunk: Buffer) => this.#receive(chunk));
    source.once('end', () => this.#end());
    source.once('error', (error) => this.#break(error));
    source.once('close', () => this.#break(new Error('the body broke off')));
  }

  /** Whether one who begins to read now would get it from its first byte. */
  get isReadable(): boolean {
    return this.#isCollected && this.#state !== 'broken';
  }

  /** The bytes from `start` to before `end`, as they come. */
  read(start = 0, end = Infinity): Readable {
    const reader = new BodyReader(start, end - start, {
      feed: () => this.#feed(reader),
      leave: (isDone) => this.#leave(reader, isDone),
    });
    this.#readers.add(reader);
    return reader;
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#isCollected && !this.#mayCollect(chunk.length)) {
      this.#isCollected = false;
      this.#settle(undefined);
      this.#giveBack();
      this.#abandon(); // unless somebody reads it
    }
    for (const reader of this.#readers) this.#feed(reader);
    this.#trim();
  }

  #mayCollect(bytes: number): boolean {
    if (this.#bytes > this.#bytesMax || !this.#budget.take(bytes)) return false;
    this.#taken += bytes;
    return true;
  }

  #giveBack(): void {
    this.#budget.giveBack(this.#taken);
    this.#taken = 0;
  }

  #feed(reader: BodyReader): void {
    while (reader.isAsking) {
      const chunk = this.#chunks[reader.position - this.#dropped];
      if (chunk === undefined) {
        if (this.#state === 'ended') reader.finish();
        return;
      }
      reader.give(chunk);
    }
    if (!this.#isCollected) this.#trim();
  }

  /** What is not collected is let go when all have it, and waits for the slowest. */
  #trim(): void {
    if (this.#isCollected || this.#state !== 'open') return;
    const slowest = Math.min(...[...this.#readers].map(({ position }) => position));
    for (; this.#dropped < slowest && this.#chunks.length > 0; this.#dropped += 1)
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
    if (this.#bytes > WINDOW_BYTES) this.#source.pause();
    else this.#source.resume();
  }

  #end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    if (this.#isCollected) this.#settle(Buffer.concat(this.#chunks));
    for (const reader of this.#readers) this.#feed(reader);
    if (this.#readers.size === 0) this.#giveBack();
  }

  #break(error: Error): void {
    if (this.#state !== 'open') return;
    this.#state = 'broken';
    this.#settle(undefined);
    this.#giveBack();
    for (const reader of this.#readers) reader.destroy(error);
  }

  #leave(reader: BodyReader, isDone: boolean): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) this.#trim();
    // What has ended is held by its readers only.
    else if (this.#state !== 'open') this.#giveBack();
    // "If … a viewer terminates a session … after CloudFront gets the object from your origin but
    // before it can deliver the requested object, CloudFront does not cache the object."
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#response-custom-canceled-requests
    // Those who have waited for the same object begin to read in this turn.
    else if (!isDone || !this.#isCollected) setImmediate(() => this.#abandon());
  }

  #abandon(): void {
    if (this.#readers.size === 0 && this.#state === 'open') this.#source.destroy();
  }
}

interface Feeder {
  feed(): void;
  leave(isDone: boolean): void;
}

class BodyReader extends Readable {
  /** Which chunk of the body comes next. */
  position = 0;
  isAsking = false;
  readonly #feeder: Feeder;
  #toSkip: number;
  #toRead: number;

  constructor(toSkip: number, toRead: number, feeder: Feeder) {
    super();
    this.#toSkip = toSkip;
    this.#toRead = toRead;
    this.#feeder = feeder;
  }

  give(chunk: Buffer): void {
    this.position += 1;
    const from = Math.min(this.#toSkip, chunk.length);
    this.#toSkip -= from;
    const part = chunk.subarray(from, Math.min(chunk.length, from + this.#toRead));
    this.#toRead -= part.length;
    if (part.length > 0) this.isAsking = this.push(part);
    if (this.#toRead === 0) this.finish();
  }

  finish(): void {
    this.#toRead = 0;
    this.isAsking = false;
    this.push(null);
  }

  override _read(): void {
    this.isAsking = this.#toRead > 0;
    this.#feeder.feed();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#feeder.leave(this.#toRead === 0);
    done(error);
  }
}
