import { isBuiltin } from 'node:module';
import type { ParsedFile } from './parse.ts';

/** A package.json of the workspace, by the folder that it is for; the root's is ''. */
export interface Manifest {
  folder: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What is needed and not imported by name, with the reason. */
const UNNAMED: readonly { name: RegExp; folder: RegExp; why: string }[] = [
  {
    name: /^@aws-sdk\/client-/,
    folder: /^packages\/wire$/,
    why: 'its round trip imports each client that its package.json names',
  },
  { name: /^constructs$/, folder: /^packages\//, why: 'aws-cdk-lib asks for it beside itself' },
];

/** Dependencies that have two versions or a range, that nobody imports, or that nobody declares. */
export function checkDependencies(
  manifests: readonly Manifest[],
  files: readonly ParsedFile[],
): string[] {
  const root = declaredBy(manifests.find(({ folder }) => folder === ''));
  return [
    ...checkVersions(manifests),
    ...manifests
      .filter(({ folder }) => folder !== '')
      .flatMap((manifest) => {
        const { folder } = manifest;
        const own = files.filter(({ path }) => path.startsWith(`${folder}/`));
        const imported = new Set(own.flatMap(({ imports }) => imports.flatMap(packageOf)));
        const declared = declaredBy(manifest);
        return [
          ...[...declared.keys()]
            .filter((name) => !imported.has(name) && !isUnnamed(name, folder))
            .map((name) => `${folder}/package.json: nobody imports ${name}`),
          ...[...imported]
            .filter((name) => !declared.has(name) && !root.has(name) && !isOwn(name, folder))
            .map((name) => `${folder}/package.json: does not name ${name}, which is imported`),
        ];
      }),
  ];
}

function checkVersions(manifests: readonly Manifest[]): string[] {
  const first = new Map<string, string>();
  return manifests.flatMap((manifest) =>
    [...declaredBy(manifest)].flatMap(([name, version]) => {
      const file = `${manifest.folder}/package.json`.replace(/^\//, '');
      const other = first.get(name) ?? version;
      first.set(name, other);
      if (!/^\d+\.\d+\.\d+$/.test(version)) return [`${file}: ${name} is ${version}; pin it`];
      return other === version ? [] : [`${file}: ${name} is ${version}, elsewhere ${other}`];
    }),
  );
}

function declaredBy(manifest: Manifest | undefined): Map<string, string> {
  const { dependencies = {}, devDependencies = {} } = manifest ?? {};
  return new Map(Object.entries({ ...dependencies, ...devDependencies }));
}

/** The package of an import that leads out of the folder; none for what Node.js has. */
function packageOf({ specifier }: { specifier: string }): string[] {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return [];
  return [
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  ];
}

function isUnnamed(name: string, folder: string): boolean {
  return UNNAMED.some((known) => known.name.test(name) && known.folder.test(folder));
}

function isOwn(name: string, folder: string): boolean {
  return name === folder.replace(/^packages\//, '@understudy/');
}
