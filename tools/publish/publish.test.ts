import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkImports } from './check-imports.ts';
import { publishedManifest } from './manifest.ts';
import { publishedPath, publishedReference } from './published-path.ts';
import { reachedFrom } from './reach.ts';
import { publishedReadme } from './readme.ts';
import { referencesOf } from './references.ts';
import type { SourceManifest } from './source-package.ts';
import { toJavaScript } from './to-javascript.ts';

const MANIFEST: SourceManifest = {
  name: '@understudy/a',
  version: '1.2.3',
  type: 'module',
  description: 'a part',
  license: 'Apache-2.0',
  engines: { node: '>=20' },
  exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' },
  dependencies: { '@understudy/b': '1.2.3' },
};

describe('what a module needs at run time', () => {
  const found = (text: string): string[] =>
    referencesOf('a.ts', text).references.map((one) => `${one.kind} ${one.text}`);

  test('is what it imports, reads or starts', () => {
    expect(found("import { x } from './x.ts';")).toEqual(['import ./x.ts']);
    expect(found("import './x.ts';\nexport * from 'y';")).toEqual(['import ./x.ts', 'import y']);
    expect(found("const m = await import('./x.ts');")).toEqual(['import ./x.ts']);
    expect(found("fork(new URL('./x.ts', import.meta.url));")).toEqual(['url ./x.ts']);
  });

  test('is no type, no text and no address on the network', () => {
    expect(found("import type { X } from './x.ts';\nexport type * from './y.ts';")).toEqual([]);
    expect(found('type X = import("./x.ts").X; const t = "import \'./x.ts\'";')).toEqual([]);
    expect(found("new URL('/path', base); new URL('https://a.example');")).toEqual([]);
  });

  test.each([
    'new URL(`./${name}.ts`, import.meta.url)',
    'new URL(name, import.meta.url)',
    "path.join(import.meta.dirname, 'x.sh')",
    "import.meta.resolve('./x.ts')",
  ])('cannot be told of %s, which is refused', (text) => {
    expect(referencesOf('a.ts', text).problems).toHaveLength(1);
  });
});

describe('a module in its package', () => {
  const published = (text: string): string =>
    toJavaScript('src/a/b.ts', text, referencesOf('b.ts', text).references);

  test('has no types, and each statement at its line', () => {
    const text = "import type { T } from './t.ts';\n\nexport const one: T = f<T>();\n";
    const lines = published(text).split('\n');
    expect(lines[2]?.replaceAll(/ +/g, ' ')).toBe('export const one = f ();');
    expect(lines).toHaveLength(4);
    expect(lines[0]?.trim()).toBe('');
  });

  test('finds the others by their names there', () => {
    const text =
      "import { x } from '../x.ts';\nnew URL('../y.json', import.meta.url); f('../x.ts');";
    expect(published(text)).toBe(
      "import { x } from '../x.js';\nnew URL('../y.json', import.meta.url); f('../x.ts');",
    );
  });

  test('is below dist, and what starts it knows', () => {
    expect(publishedPath('src/a/b.ts')).toBe('dist/a/b.js');
    expect(publishedPath('bin/c.mjs')).toBe('bin/c.mjs');
    expect(publishedReference('bin/c.mjs', '../src/main.ts')).toBe('../dist/main.js');
    expect(publishedReference('src/a/b.ts', '../../files/')).toBe('../../files/');
    expect(publishedReference('src/a/b.ts', './c.ts')).toBe('./c.js');
  });
});

test('a published manifest leads to JavaScript and its types, and has nothing of the workshop', () => {
  expect(publishedManifest(MANIFEST)).toEqual({
    name: '@understudy/a',
    version: '1.2.3',
    description: 'a part',
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20' },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'bin'],
    dependencies: { '@understudy/b': '1.2.3' },
    publishConfig: { access: 'public' },
  });
});

test('a published README has no link that leads nowhere', () => {
  const text = '# A\n\n![seen](docs/a.png)\n\n[b](docs/b.md), [c](https://c.example) and [d](#d)\n';
  expect(publishedReadme(text)).toBe('# A\n\nb, [c](https://c.example) and [d](#d)\n');
});

describe('what goes into packages', () => {
  let root = '';
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const entry = 'packages/a/src/index.ts';
  const reached = (): string[] => [...reachedFrom(root, [entry]).keys()].toSorted();
  const checked = (): string[] =>
    checkImports(
      [
        { folder: 'packages/a', manifest: MANIFEST },
        { folder: 'packages/b', manifest: { ...MANIFEST, name: '@understudy/b' } },
      ],
      reachedFrom(root, [entry]),
    );

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'understudy-publish-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('is what the entries lead to, whatever kind of file it is', () => {
    write(entry, "import './b.ts'; new URL('../files/', import.meta.url);");
    write('packages/a/src/b.ts', "import './a.js'; new URL('./c.sh', import.meta.url);");
    write('packages/a/src/a.js', '');
    write('packages/a/src/c.sh', 'import');
    write('packages/a/src/d.ts', '');
    write('packages/a/files/e.ts', "import './f.ts';");
    expect(reached()).toEqual([
      'packages/a/files',
      'packages/a/src/a.js',
      'packages/a/src/b.ts',
      'packages/a/src/c.sh',
      entry,
    ]);
  });

  test('must be in the package, and must be there', () => {
    write(entry, "import './none.ts'; new URL('../../b/b.sh', import.meta.url);");
    expect(reached).toThrow(
      /b\.sh' leads out of the package\npackages\/a\/src\/none\.ts is not there/,
    );
  });

  test('may import what its package depends on, and nothing that is for tests', () => {
    write(entry, "import 'node:fs'; import '@understudy/b';");
    expect(checked()).toEqual([]);
    write(entry, "import '@understudy/b/testing';");
    expect(checked()).toEqual([expect.stringContaining('is for tests')]);
    write(entry, "import 'vitest';");
    expect(checked()).toEqual([expect.stringContaining("'vitest' is imported, and no dependency")]);
  });
});
