import { Readable } from 'node:stream';

/**
 * A viewer's body on its way to an origin or a target. It is not touched before that is there to
 * take it; and when that wants no more of it, the rest is dropped rather than the viewer, who is to
 * hear the answer: node:http ends the connection of a request whose stream is destroyed.
 */
export class PassedBody extends Readable {
  readonly #source: Readable;
  #isBegun = false;

  constructor(source: Readable) {
    super();
    this.#source = source;
    // At once, as the source may break before it is read; and by two where one attempt came before
    // another, of whose body nobody hears any more.
    source.on('error', this.#onBroken);
    this.on('error', () => undefined);
  }

  override _read(): void {
    if (this.#isBegun) return void this.#source.resume();
    this.#isBegun = true;
    this.#source.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose);
    if (this.#source.destroyed) this.#onClose();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const source = this.#source;
    source.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
    // Listened to still: an error that nobody hears would end the process.
    if (this.#isBegun) source.resume();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#source.pause();
  };

  readonly #onEnd = (): void => void this.push(null);

  readonly #onBroken = (error: Error): void => void this.destroy(error);

  readonly #onClose = (): void => {
    if (!this.#source.readableEnded) this.destroy(new Error('the body broke off'));
  };
}
