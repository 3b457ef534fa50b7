import { createHash } from 'node:crypto';
import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';

/**
 * A document on disk: whole, and beside it the changes since, one a line, below a line that says of
 * which it is.
 */
export interface Kept {
  text: string;
  patches: string[];
}

/**
 * Where a process keeps its last document, so that traffic comes back before the control plane
 * does. Documents hold keys, hence the mode.
 */
export class KeptDocument {
  readonly file: string;
  readonly #patchesFile: string;
  #digest: string | undefined;
  #patched = false;

  constructor(file: string) {
    this.file = file;
    this.#patchesFile = `${file}.patches`;
  }

  /** Whole or not at all: a power cut in the middle leaves the document before. */
  async keep(text: string): Promise<void> {
    // Should it fail, the changes to this document are none to the one on disk.
    this.#digest = undefined;
    try {
      await writeFile(`${this.file}.next`, text, { mode: 0o600 });
      await rename(`${this.file}.next`, this.file);
    } catch (error) {
      await rm(`${this.file}.next`, { force: true }).catch(() => undefined);
      throw error;
    }
    // What is left of the patches of the document before is not of this one, and says so itself.
    await rm(this.#patchesFile, { force: true });
    this.#digest = digestOf(text);
    this.#patched = false;
  }

  /**
   * To what was kept last. After one that could not be kept, none is until a whole document is: no
   * gap between them.
   */
  async keepPatch(text: string): Promise<void> {
    const digest = this.#digest;
    if (digest === undefined) return;
    this.#digest = undefined;
    if (this.#patched) await appendFile(this.#patchesFile, `${text}\n`, { mode: 0o600 });
    else await writeFile(this.#patchesFile, `${digest}\n${text}\n`, { mode: 0o600 });
    this.#patched = true;
    this.#digest = digest;
  }

  /** Undefined when there is none. */
  async read(): Promise<Kept | undefined> {
    const text = await readIfThere(this.file);
    if (text === undefined) return undefined;
    const [digest, ...lines] = ((await readIfThere(this.#patchesFile)) ?? '').split('\n');
    // The last line is empty, or was cut short when the process died.
    const patches = digest === digestOf(text) ? lines.slice(0, -1) : [];
    return { text, patches };
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
