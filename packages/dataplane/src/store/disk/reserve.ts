import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESERVE_BYTES } from '../bounds.ts';

/**
 * Room on the disk that is kept for removals: SQLite writes down what it removes before anything
 * gets smaller, so that on a full disk nothing could be removed to make room.
 */
export class Reserve {
  readonly #directory: string;
  readonly #file: string;
  #isHeld = false;

  constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, 'reserve');
    this.hold();
  }

  /** Takes it back as long as there is much more room than it needs. */
  hold(): void {
    if (this.#isHeld) return;
    try {
      const { bavail, bsize } = statfsSync(this.#directory);
      if (bavail * bsize < 4 * RESERVE_BYTES) return;
      // Written, since a file that is only long takes no room.
      writeFileSync(this.#file, Buffer.alloc(RESERVE_BYTES), { mode: 0o600 });
      this.#isHeld = true;
    } catch {
      this.release();
    }
  }

  release(): void {
    this.#isHeld = false;
    rmSync(this.#file, { force: true });
  }
}
