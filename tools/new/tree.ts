import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What is to be written: files that must not be there yet, and files that are there. */
export interface Plan {
  made: Readonly<Record<string, string>>;
  changed: Readonly<Record<string, string>>;
  /** What is left to whoever asked, in order. */
  next: readonly string[];
}

/** What was asked for cannot be done; the message says why, and what can. */
export class Refusal extends Error {}

const ENGINE = 'packages/engine/src';

/** A checkout of the repository. Paths are relative to it, with forward slashes. */
export class Tree {
  readonly root: string;
  #sources: Map<string, string> | undefined;

  constructor(root: string) {
    this.root = root;
  }

  has(file: string): boolean {
    return existsSync(path.join(this.root, file));
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), 'utf8');
  }

  /** The engine's file that exports a name: files move oftener than their exports are renamed. */
  whereIs(name: string): string {
    const exported = new RegExp(
      `^export (?:async )?(?:function|const|class|interface) ${name}\\b`,
      'm',
    );
    for (const [file, text] of this.#engineSources()) if (exported.test(text)) return file;
    throw new Refusal(`no file below ${ENGINE} exports ${name}`);
  }

  /** Import declarations of names, as a file that stands at `from` writes them. */
  imports(from: string, names: readonly string[]): string {
    const files = Map.groupBy(names, (name) => this.whereIs(name.replace(/^type /, '')));
    return [...files]
      .map(([file, ofIt]) => [relative(from, file), ofIt] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([specifier, ofIt]) => {
        const onlyTypes = ofIt.every((name) => name.startsWith('type '));
        const list = ofIt.map((name) => (onlyTypes ? name.slice('type '.length) : name)).join(', ');
        return `import ${onlyTypes ? 'type ' : ''}{ ${list} } from '${specifier}';`;
      })
      .join('\n');
  }

  /** Writes all, or nothing when a file that is to be made is there. */
  write({ made, changed }: Plan): void {
    const there = Object.keys(made).filter((file) => this.has(file));
    if (there.length > 0)
      throw new Refusal(`nothing was written: ${there.join(', ')} would be overwritten`);
    for (const [file, text] of Object.entries({ ...made, ...changed })) {
      const target = path.join(this.root, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    this.#sources = undefined;
  }

  #engineSources(): Map<string, string> {
    this.#sources ??= new Map(
      globSync(`${ENGINE}/**/*.ts`, { cwd: this.root })
        .sort()
        .map((file): [string, string] => [file.replaceAll('\\', '/'), this.read(file)]),
    );
    return this.#sources;
  }
}

export function relative(from: string, to: string): string {
  const specifier = path.posix.relative(path.posix.dirname(from), to);
  return specifier.startsWith('.') ? specifier : `./${specifier}`;
}
