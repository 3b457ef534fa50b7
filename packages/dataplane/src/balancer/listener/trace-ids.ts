import { randomFillSync } from 'node:crypto';

const ID_BYTES = 12;
/** One call for randomness makes this many ids. */
const IDS_A_BATCH = 256;

/** The random part of X-Amzn-Trace-Id: 96 bits in hexadecimal. */
export class TraceIds {
  readonly #bytes = Buffer.alloc(ID_BYTES * IDS_A_BATCH);
  #at = this.#bytes.length;

  next(): string {
    if (this.#at === this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#at = 0;
    }
    this.#at += ID_BYTES;
    return this.#bytes.toString('hex', this.#at - ID_BYTES, this.#at);
  }
}
