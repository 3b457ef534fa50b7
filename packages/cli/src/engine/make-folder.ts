import { lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * With every folder above it, from the outermost on. One by one, because Node's recursive mkdir
 * never returns in file systems that accept no folders, such as /proc.
 */
export function makeFolder(directory: string, mode: number): void {
  const missing: string[] = [];
  let folder = directory;
  while (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
    missing.unshift(folder);
    const parent = path.dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  for (const one of missing) mkdirSync(one, { mode });
}
