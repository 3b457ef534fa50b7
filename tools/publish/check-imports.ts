import { isBuiltin } from 'node:module';
import { packageFolder, type Reached } from './reach.ts';
import { publishedExports, type SourcePackage } from './source-package.ts';

/** Imports that nobody could follow who has the packages alone. */
export function checkImports(
  packages: readonly SourcePackage[],
  reached: ReadonlyMap<string, Reached>,
): string[] {
  const published = new Map(
    packages.map(({ manifest }) => [
      manifest.name,
      new Set(publishedExports(manifest).map(([entry]) => entry)),
    ]),
  );
  return packages.flatMap(({ folder, manifest }) => {
    const { dependencies, optionalDependencies } = manifest;
    const declared = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
    const modules = [...reached].filter(([file]) => packageFolder(file) === folder);
    return modules.flatMap(([file, one]) =>
      importsOf(one).flatMap((specifier) => {
        const [name, entry] = split(specifier);
        if (!declared.has(name))
          return [`${file}: '${name}' is imported, and no dependency of ${manifest.name}`];
        return published.get(name)?.has(entry) === false
          ? [`${file}: '${specifier}' is for tests, and is not published`]
          : [];
      }),
    );
  });
}

/** Of other packages. */
function importsOf(reached: Reached): string[] {
  if (reached.kind === 'asset') return [];
  return reached.references
    .map(({ text }) => text)
    .filter((text) => !text.startsWith('.') && !isBuiltin(text));
}

/** `@understudy/wire/http-client` is `./http-client` of `@understudy/wire`. */
function split(specifier: string): [name: string, entry: string] {
  const parts = specifier.split('/');
  const own = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, own).join('/'), ['.', ...parts.slice(own)].join('/')];
}
