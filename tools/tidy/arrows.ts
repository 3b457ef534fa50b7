import type { SourceFile } from './source-files.ts';

/** Who may import whom, as ARCHITECTURE.md draws it. A package may always import itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  wire: ['contract'],
  site: [],
  dataplane: ['contract', 'wire'],
  engine: ['contract', 'wire', 'dataplane'],
  drill: ['contract', 'wire'],
  cli: ['contract', 'wire', 'engine', 'site', 'drill'],
};

/** Imports of our packages, and of files of another package by a relative path. */
const IMPORT = /(?:from|import)\s*\(?\s*['"](?<name>@understudy\/[^'"]+|\.{1,2}\/[^'"]+)['"]/g;

export function checkArrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const own = packageOf(file.path);
    if (own === undefined) return [];
    return [...file.text.matchAll(IMPORT)].flatMap((match) => {
      const name = match.groups?.['name'] ?? '';
      const target = name.startsWith('.')
        ? packageOf(resolve(file.path, name))
        : name.split('/')[1];
      if (target === own) return [];
      if (name.startsWith('.'))
        return [`${file.path}: imports '${name}' across packages; use the package's name`];
      const allowed = ARROWS[own] ?? [];
      return target !== undefined && allowed.includes(target)
        ? []
        : [
            `${file.path}: '${own}' may not import '${name}' (it may: ${allowed.join(', ') || 'nothing of ours'})`,
          ];
    });
  });
}

function packageOf(file: string): string | undefined {
  return /^packages\/([^/]+)\/src\//.exec(file)?.[1];
}

function resolve(from: string, relative: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
