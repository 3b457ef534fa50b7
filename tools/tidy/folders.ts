import { posix } from 'node:path';
import { isTest, type SourceFile } from './source-files.ts';

const CODE_FILES_MAX = 15;
/** A folder of fewer files tells what it is by their names. */
const UNTOLD_FILES_MAX = 3;

/** Folders where one cannot see at a glance what there is. */
export function checkFolderSizes(files: readonly SourceFile[]): string[] {
  return codeFolders(files).flatMap(({ folder, count }) =>
    count > CODE_FILES_MAX
      ? [`${folder}: ${count} files of code; ${CODE_FILES_MAX} at most, or folders in it`]
      : [],
  );
}

/**
 * Folders of a package that no README tells of: one of their own, or one above that names them, as
 * `name/` in backticks. A package always has its own.
 */
export function checkTold(
  files: readonly SourceFile[],
  documents: readonly SourceFile[],
): string[] {
  const readmes = new Map(
    documents
      .filter(({ path }) => posix.basename(path) === 'README.md')
      .map(({ path, text }) => [posix.dirname(path), text]),
  );
  const folders = codeFolders(files).filter(({ folder }) => /^packages\/[^/]+\/src/.test(folder));
  const packages = new Set(folders.map(({ folder }) => folder.split('/').slice(0, 2).join('/')));
  return [
    ...[...packages].flatMap((name) => (readmes.has(name) ? [] : [`${name}/README.md is missing`])),
    ...folders.flatMap(({ folder, count }) =>
      count <= UNTOLD_FILES_MAX || isTold(folder, readmes)
        ? []
        : [`${folder}: no README tells what is in it, neither its own nor one above ('name/')`],
    ),
  ];
}

function isTold(folder: string, readmes: ReadonlyMap<string, string>): boolean {
  if (readmes.has(folder)) return true;
  for (let above = posix.dirname(folder); above !== '.'; above = posix.dirname(above)) {
    const name = posix.relative(above, folder).replace(/^src\//, '');
    if (name === 'src' || readmes.get(above)?.includes(`\`${name}/\``) === true) return true;
  }
  return false;
}

/** Tests, fixtures and what is for tests only are not counted. */
function codeFolders(files: readonly SourceFile[]): { folder: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const folder = posix.dirname(path);
    if (!isTest(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].map(([folder, count]) => ({ folder, count }));
}
