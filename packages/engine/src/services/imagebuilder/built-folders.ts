import { constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Builds kept: of a site two at a time, the old version's and the new one's. A program may name the
 * folder that it was built in (a Python environment does), so that one in use must stay.
 */
const KEPT_MAX = 8;
const DONE = '.done';

/**
 * What builds made, by a digest of all that went in: both regions' images are built once, and one
 * that was built before is there at once.
 */
export class BuiltFolders {
  readonly #root: string;
  readonly #running = new Map<string, Promise<void>>();

  constructor(stateDirectory: string) {
    this.#root = join(stateDirectory, 'builds');
  }

  /** The home of all builds, with their caches. */
  get home(): string {
    return join(this.#root, 'home');
  }

  /**
   * Has what is in `folder` built in place. `build` is called with a copy of it, unless there is
   * such a build already.
   */
  async build(
    digest: string,
    folder: string,
    build: (copy: string) => Promise<void>,
  ): Promise<void> {
    const built = join(this.#root, digest);
    const running = this.#running.get(digest) ?? this.#make(built, folder, build);
    this.#running.set(digest, running);
    try {
      await running;
    } finally {
      this.#running.delete(digest);
    }
    // Its time is when it was used last.
    await writeFile(`${built}${DONE}`, '');
    await rm(folder, { recursive: true, force: true });
    await copyFolder(built, folder);
  }

  /** When an engine starts: takes away what was cut off, and the oldest of what is too much. */
  sweep(): void {
    const kept = new Set(this.#newest().flatMap((digest) => [digest, `${digest}${DONE}`]));
    this.#remove((name) => !kept.has(name));
  }

  #forgetOldest(): void {
    const kept = new Set(this.#newest());
    const old = this.#names()
      .filter((name) => name.endsWith(DONE))
      .map((name) => name.slice(0, -DONE.length))
      .filter((digest) => !kept.has(digest));
    this.#remove((name) => old.some((digest) => name === digest || name === `${digest}${DONE}`));
  }

  /** Digests of the builds that are whole, those used last. */
  #newest(): string[] {
    return this.#names()
      .filter((name) => name.endsWith(DONE))
      .map((name) => ({ name, usedMs: statSync(join(this.#root, name)).mtimeMs }))
      .sort((one, other) => other.usedMs - one.usedMs)
      .slice(0, KEPT_MAX)
      .map(({ name }) => name.slice(0, -DONE.length));
  }

  #names(): string[] {
    if (!existsSync(this.#root)) return [];
    return readdirSync(this.#root).filter((name) => join(this.#root, name) !== this.home);
  }

  #remove(goes: (name: string) => boolean): void {
    for (const name of this.#names().filter(goes))
      rmSync(join(this.#root, name), { recursive: true, force: true });
  }

  async #make(
    built: string,
    folder: string,
    build: (copy: string) => Promise<void>,
  ): Promise<void> {
    if (existsSync(`${built}${DONE}`)) return;
    await rm(built, { recursive: true, force: true });
    await mkdir(this.home, { recursive: true });
    try {
      await copyFolder(folder, built);
      await build(built);
    } catch (error) {
      await rm(built, { recursive: true, force: true });
      throw error;
    }
    await writeFile(`${built}${DONE}`, '');
    this.#forgetOldest();
  }
}

/** Links stay what they are; files share their blocks where the system can. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
}
