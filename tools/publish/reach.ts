import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { referencesOf, type Reference } from './references.ts';

/** A file that a package needs at run time. */
export type Reached =
  | { kind: 'module'; text: string; references: Reference[] }
  /** Read or started as it is: a schema, a shell script, a folder of files. */
  | { kind: 'asset' };

/**
 * All that is imported, read or started from the entries, by its path from the root. Tests, tools
 * and what only they need are in no package.
 *
 * @throws Error naming each reference that cannot be followed
 */
export function reachedFrom(root: string, entries: readonly string[]): Map<string, Reached> {
  const reached = new Map<string, Reached>();
  const problems: string[] = [];
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
    if (stat === undefined) problems.push(`${file} is not there`);
    if (!/\.(ts|js|mjs)$/.test(file) || stat?.isFile() !== true) {
      reached.set(file, { kind: 'asset' });
      continue;
    }
    const text = readFileSync(path.join(root, file), 'utf8');
    const found = referencesOf(file, text);
    reached.set(file, { kind: 'module', text, references: found.references });
    problems.push(...found.problems);
    for (const { text: name } of found.references.filter((one) => one.text.startsWith('.'))) {
      const target = path.posix.join(path.posix.dirname(file), name).replace(/\/$/, '');
      if (packageFolder(target) === packageFolder(file)) open.push(target);
      else problems.push(`${file}: '${name}' leads out of the package`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return reached;
}

/** `packages/cli` of `packages/cli/src/main.ts`. */
export function packageFolder(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}
