import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isTest } from '../tidy/source-files.ts';

/** A package.json as it is in the repository. */
export interface SourceManifest {
  name: string;
  version: string;
  type: string;
  description: string;
  license: string;
  engines: Record<string, string>;
  bin?: Record<string, string>;
  exports?: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface SourcePackage {
  /** From the repository's root: `packages/cli`. */
  folder: string;
  manifest: SourceManifest;
}

export function sourcePackages(root: string): SourcePackage[] {
  return readdirSync(path.join(root, 'packages')).map((name) => {
    const folder = `packages/${name}`;
    const text = readFileSync(path.join(root, folder, 'package.json'), 'utf8');
    return { folder, manifest: JSON.parse(text) as SourceManifest };
  });
}

/** What others may import, by its name after the package's. Helpers of tests stay here. */
export function publishedExports({ exports = {} }: SourceManifest): [string, string][] {
  return Object.entries(exports).filter(([, file]) => !isTest(file));
}

/** Files that a package is entered by, from the repository's root. */
export function entriesOf({ folder, manifest }: SourcePackage): string[] {
  const files = [
    ...Object.values(manifest.bin ?? {}),
    ...publishedExports(manifest).map(([, file]) => file),
  ];
  return files.map((file) => path.posix.join(folder, file));
}
