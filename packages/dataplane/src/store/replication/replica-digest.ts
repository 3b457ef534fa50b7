import { BodyDigests, ChecksumDigest, type ByteSink } from '../http/digests.ts';
import type { ReplicaHead } from '../peers/peer-protocol.ts';

/**
 * Whether the bytes of a replica are the original's: by its ETag, which of an object in one piece
 * is their MD5; of an object of parts by its checksum, or by those of its parts.
 */
export class ReplicaDigest implements ByteSink {
  readonly #head: ReplicaHead;
  readonly #whole: BodyDigests;
  readonly #parts: PartsDigest | undefined;

  constructor(head: ReplicaHead) {
    const { checksum, parts } = head.attributes;
    this.#head = head;
    const isFull = parts !== undefined && checksum?.type === 'FULL_OBJECT';
    this.#whole = new BodyDigests(isFull ? checksum.algorithm : undefined);
    if (parts !== undefined && checksum?.type === 'COMPOSITE')
      this.#parts = new PartsDigest(parts, () => new ChecksumDigest(checksum.algorithm));
  }

  update(chunk: Uint8Array): void {
    this.#whole.update(chunk);
    this.#parts?.update(chunk);
  }

  matches(): boolean {
    const { attributes, etag } = this.#head;
    const { md5, checksum } = this.#whole.finish();
    if (attributes.parts === undefined) return md5 === etag;
    if (this.#parts) return this.#parts.matches();
    return attributes.checksum === undefined || attributes.checksum.value === checksum;
  }
}

/** One digest a part, each compared as the part ends. */
class PartsDigest implements ByteSink {
  readonly #parts: readonly { sizeBytes: number; checksum?: string | undefined }[];
  readonly #create: () => ChecksumDigest;
  #index = -1;
  #leftBytes = 0;
  #digest: ChecksumDigest | undefined;
  #isDamaged = false;

  constructor(
    parts: readonly { sizeBytes: number; checksum?: string | undefined }[],
    create: () => ChecksumDigest,
  ) {
    this.#parts = parts;
    this.#create = create;
    this.#endPart();
  }

  update(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.byteLength > 0 && this.#digest) {
      const piece = rest.subarray(0, this.#leftBytes);
      this.#digest.update(piece);
      this.#leftBytes -= piece.byteLength;
      rest = rest.subarray(piece.byteLength);
      if (this.#leftBytes === 0) this.#endPart();
    }
  }

  matches(): boolean {
    return !this.#isDamaged && this.#digest === undefined;
  }

  /** Parts without bytes end as they begin. */
  #endPart(): void {
    do {
      const wanted = this.#parts[this.#index]?.checksum;
      if (wanted !== undefined && this.#digest?.finish() !== wanted) this.#isDamaged = true;
      this.#index++;
      const next = this.#parts[this.#index];
      this.#digest = next && this.#create();
      this.#leftBytes = next?.sizeBytes ?? 0;
    } while (this.#digest && this.#leftBytes === 0);
  }
}
