import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkImports } from './check-imports.ts';
import { declarationsOf } from './declarations.ts';
import { publishedManifest } from './manifest.ts';
import { publishedPath } from './published-path.ts';
import { packageFolder, reachedFrom, type Reached } from './reach.ts';
import { publishedReadme } from './readme.ts';
import {
  entriesOf,
  publishedExports,
  sourcePackages,
  type SourcePackage,
} from './source-package.ts';
import { toJavaScript } from './to-javascript.ts';

/**
 * Writes each package as it is published into a folder of its own.
 *
 * @returns the folders
 */
export function stagePackages(root: string, folder: string): string[] {
  const packages = sourcePackages(root);
  const reached = reachedFrom(root, packages.flatMap(entriesOf));
  const problems = checkImports(packages, reached);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const exported = packages.flatMap(({ folder: from, manifest }) =>
    publishedExports(manifest).map(([, file]) => path.posix.join(from, file)),
  );
  const declarations = declarationsOf(root, exported);
  return packages.map((one) => {
    const target = path.join(folder, path.basename(one.folder));
    rmSync(target, { recursive: true, force: true });
    const write = writerInto(target);
    for (const [file, text] of declarations)
      if (packageFolder(file) === one.folder)
        write(publishedPath(within(one, file)).replace(/\.js$/, '.d.ts'), text);
    for (const [file, how] of reached)
      if (packageFolder(file) === one.folder)
        if (how.kind === 'asset') copy(path.join(root, file), path.join(target, asset(one, file)));
        else write(publishedPath(within(one, file)), moduleText(within(one, file), how));
    write('package.json', `${JSON.stringify(publishedManifest(one.manifest), undefined, 2)}\n`);
    write('README.md', publishedReadme(readFileSync(path.join(root, readmeOf(one)), 'utf8')));
    copy(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
    return target;
  });
}

function moduleText(file: string, { text, references }: Reached & { kind: 'module' }): string {
  return toJavaScript(file, text, references);
}

/** Who looks for the command wants the README of the whole. */
function readmeOf({ folder, manifest }: SourcePackage): string {
  return manifest.bin === undefined ? `${folder}/README.md` : 'README.md';
}

function within({ folder }: SourcePackage, file: string): string {
  return path.posix.relative(folder, file);
}

/** What is read as it is keeps its name. */
function asset(one: SourcePackage, file: string): string {
  return within(one, file).replace(/^src\//, 'dist/');
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function writerInto(folder: string): (file: string, text: string) => void {
  return (file, text) => {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
}
