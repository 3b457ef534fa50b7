import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedFile } from './parse.ts';

/**
 * Files behind the names of our packages, as their package.json says: `@understudy/wire` and so on.
 */
export type Entries = ReadonlyMap<string, string>;

export function entriesOf(root: string): Entries {
  const packages = readdirSync(path.join(root, 'packages'));
  return new Map(
    packages.flatMap((name) => {
      const file = path.join(root, 'packages', name, 'package.json');
      const { name: own, exports = {} } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
      return Object.entries(exports).map(([entry, target]): [string, string] => [
        path.posix.join(own, entry),
        path.posix.join('packages', name, target),
      ]);
    }),
  );
}

interface Manifest {
  name: string;
  exports?: Record<string, string>;
}

/** The file that an import leads to; undefined where it leads out of the repository. */
function resolveImport(from: string, specifier: string, entries: Entries): string | undefined {
  if (!specifier.startsWith('.')) return entries.get(specifier);
  return path.posix.join(path.posix.dirname(from), specifier);
}

/** Circles of imports, types included: what needs each other can only be understood together. */
export function checkCircles(files: readonly ParsedFile[], entries: Entries): string[] {
  const targets = new Map(
    files.map(({ path: file, imports }) => [
      file,
      imports.flatMap(({ specifier }) => resolveImport(file, specifier, entries) ?? []),
    ]),
  );
  return circlesOf(targets).map((circle) => `a circle of imports: ${circle.join(' ↔ ')}`);
}

/** Tarjan's strongly connected components of more than one file. */
function circlesOf(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const circles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.size - 1);
    open.push(file);
    isOpen.add(file);
    for (const next of targets.get(file) ?? []) {
      if (!targets.has(next)) continue;
      if (!order.has(next)) visit(next);
      else if (!isOpen.has(next)) continue;
      low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    for (const member of circle) isOpen.delete(member);
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** Exported names that no file imports. Entries of packages are for others, so theirs count too. */
export function checkExports(files: readonly ParsedFile[], entries: Entries): string[] {
  const used = new Map<string, Set<string>>();
  for (const { path: file, imports } of files)
    for (const { specifier, names } of imports) {
      const target = resolveImport(file, specifier, entries);
      if (target === undefined) continue;
      const known = used.get(target) ?? new Set();
      for (const name of names) known.add(name);
      used.set(target, known);
    }
  return files.flatMap(({ path: file, exports }) => {
    const names = used.get(file);
    if (names?.has('*') === true) return [];
    return exports
      .filter(({ name }) => names?.has(name) !== true)
      .map(({ name, line }) => `${file}:${line}: nobody imports ${name}`);
  });
}
