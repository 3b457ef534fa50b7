import { publishedPath } from './published-path.ts';
import { publishedExports, type SourceManifest } from './source-package.ts';

/** The package.json of a published package. */
export function publishedManifest(source: SourceManifest): object {
  const { name, version, type, description, license, engines } = source;
  const { bin, dependencies, optionalDependencies } = source;
  const entries = publishedExports(source).map(([entry, file]): [string, object] => {
    const module = `./${publishedPath(file.replace(/^\.\//, ''))}`;
    return [entry, { types: module.replace(/\.js$/, '.d.ts'), default: module }];
  });
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    ...(bin !== undefined && { bin }),
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
    files: ['dist', 'bin'],
    ...(dependencies !== undefined && { dependencies }),
    ...(optionalDependencies !== undefined && { optionalDependencies }),
    // An account's first package of a scope is private unless it says so.
    publishConfig: { access: 'public' },
  };
}
