import { describe, expect, test } from 'vitest';
import { checkArrows } from './arrows.ts';
import { checkBanned } from './banned.ts';
import { checkDependencies } from './dependencies.ts';
import { checkFolderSizes, checkTold } from './folders.ts';
import { checkFunctions } from './functions.ts';
import { checkCircles, checkExports } from './graph.ts';
import { parseFile } from './parse.ts';
import { checkSizes } from './sizes.ts';
import { checkUnwritten } from './unwritten.ts';

const file = (path: string, text: string): { path: string; text: string } => ({ path, text });

describe('import arrows', () => {
  test.each([
    ['packages/engine/src/a.ts', "import { x } from '@understudy/site';"],
    ['packages/site/src/a.ts', "import { x } from '@understudy/contract';"],
    ['packages/dataplane/src/dns/a.ts', "import type { x } from '../../../engine/src/index.ts';"],
    ['packages/cli/src/a.ts', "const m = await import('@understudy/dataplane');"],
  ])('rejects %s: %s', (path, text) => {
    expect(checkArrows([file(path, text)])).toHaveLength(1);
  });

  test('accepts what the architecture draws', () => {
    expect(
      checkArrows([
        file(
          'packages/engine/src/a.ts',
          "import { x } from '@understudy/dataplane';\nimport { y } from './b.ts';",
        ),
      ]),
    ).toEqual([]);
  });
});

describe('banned names', () => {
  test.each([
    'const t = Date.now();',
    'setTimeout(f, 1);',
    'x = Math.random();',
    "server.listen(1, '0.0.0.0');",
    'enum A { B }',
    'new Date()',
  ])('rejects %s', (line) => {
    expect(checkBanned([file('packages/engine/src/a.ts', line)])).toHaveLength(1);
  });

  test.each([
    ['packages/engine/src/a.ts', 'new Date(clock.nowMs())'],
    ['packages/engine/src/a.ts', '// never setTimeout() here'],
    ['packages/contract/src/clock/system-clock.ts', 'return Date.now();'],
    ['packages/engine/src/a.test.ts', 'setTimeout(f, 1);'],
  ])('accepts in %s: %s', (path, line) => {
    expect(checkBanned([file(path, line)])).toEqual([]);
  });
});

test('rejects a long file, unless it says why at its head', () => {
  const long = 'const x = 1;\n'.repeat(301);
  expect(checkSizes([file('packages/a/src/a.ts', long)])).toHaveLength(1);
  expect(
    checkSizes([
      file(
        'packages/a/src/a.ts',
        `// tidy: long because it is one table of a hundred regions\n${long}`,
      ),
    ]),
  ).toEqual([]);
});

test('rejects what a scaffold left unwritten, in documents too', () => {
  const text = 'a\n- NOT WRITTEN: what the engine does not do\n';
  expect(checkUnwritten([file('packages/a/src/README.md', text)])).toEqual([
    'packages/a/src/README.md:2: - NOT WRITTEN: what the engine does not do',
  ]);
  expect(checkUnwritten([file('tools/a.ts', text)])).toEqual([]);
});

test('a dependency has one version, is imported, and is declared where it is', () => {
  const files = [
    parseFile(
      file('packages/a/src/a.ts', "import 'zod';\nimport fs from 'node:fs';\nimport 'b/c';"),
    ),
    parseFile(file('packages/d/src/d.ts', "import 'zod';\nimport 'vitest';\nimport './e.ts';")),
  ];
  const root = { folder: '', devDependencies: { vitest: '5.0.0' } };
  const a = { folder: 'packages/a', dependencies: { zod: '4.0.0', lonely: '1.0.0' } };
  const d = { folder: 'packages/d', devDependencies: { zod: '4.0.1' } };
  expect(checkDependencies([root, a, d], files)).toEqual([
    'packages/d/package.json: zod is 4.0.1, elsewhere 4.0.0',
    'packages/a/package.json: nobody imports lonely',
    'packages/a/package.json: does not name b, which is imported',
  ]);
  const mended = { folder: 'packages/a', dependencies: { zod: '4.0.1', b: '^1.0.0' } };
  expect(checkDependencies([root, mended, d], files)).toEqual([
    'packages/a/package.json: b is ^1.0.0; pin it',
  ]);
});

describe('folders', () => {
  const folder = (path: string, count: number): ReturnType<typeof file>[] =>
    Array.from({ length: count }, (_, index) => file(`${path}/${index}.ts`, ''));

  test('have at most fifteen files of code; tests and fixtures are not counted', () => {
    const tests = [
      file('packages/a/src/b/1.test.ts', ''),
      file('packages/a/src/b/b.fixture.ts', ''),
    ];
    expect(checkFolderSizes([...folder('packages/a/src/b', 15), ...tests])).toEqual([]);
    expect(checkFolderSizes(folder('packages/a/src/b', 16))).toEqual([
      'packages/a/src/b: 16 files of code; 15 at most, or folders in it',
    ]);
  });

  test('of more than three files are told of by a README, their own or one above', () => {
    const files = [...folder('packages/a/src/b/c', 4), ...folder('packages/a/src/d', 3)];
    const readme = (path: string, text: string): ReturnType<typeof file> =>
      file(`${path}/README.md`, text);
    expect(checkTold(files, [readme('packages/a', '# a\n')])).toEqual([
      "packages/a/src/b/c: no README tells what is in it, neither its own nor one above ('name/')",
    ]);
    expect(checkTold(files, [])).toContain('packages/a/README.md is missing');
    for (const told of [
      [readme('packages/a', 'in `src`, `b/c/` is')],
      [readme('packages/a', ''), readme('packages/a/src/b', '`c/` is')],
      [readme('packages/a', ''), readme('packages/a/src/b/c', '')],
    ])
      expect(checkTold(files, told)).toEqual([]);
  });
});

describe('functions', () => {
  const long = `function f() {\n${'  g();\n'.repeat(59)}}\n`;

  test('of more than sixty lines are too long', () => {
    expect(checkFunctions([parseFile(file('packages/a/src/a.ts', long))])).toEqual([
      'packages/a/src/a.ts:1: f has 61 lines; 60 at most',
    ]);
    const shorter = long.replace('  g();\n', '');
    expect(checkFunctions([parseFile(file('packages/a/src/a.ts', shorter))])).toEqual([]);
  });

  test('may be longer in tests', () => {
    expect(checkFunctions([parseFile(file('packages/a/src/a.test.ts', long))])).toEqual([]);
  });
});

describe('imports', () => {
  const entries = new Map([['@understudy/a', 'packages/a/src/index.ts']]);
  const parsed = (texts: Record<string, string>): ReturnType<typeof parseFile>[] =>
    Object.entries(texts).map(([path, text]) => parseFile(file(path, text)));

  test('make no circles, not even of types', () => {
    const circle = parsed({
      'packages/a/src/x.ts': "import type { Y } from './y.ts';",
      'packages/a/src/y.ts': "export { Z } from './sub/z.ts';",
      'packages/a/src/sub/z.ts': "const x = await import('../x.ts');",
      'packages/a/src/w.ts': "import { x } from './x.ts';",
    });
    expect(checkCircles(circle, entries)).toEqual([
      'a circle of imports: packages/a/src/sub/z.ts ↔ packages/a/src/x.ts ↔ packages/a/src/y.ts',
    ]);
    expect(checkCircles(circle.slice(1), entries)).toEqual([]);
  });

  test('are of every value that is exported', () => {
    const files = parsed({
      'packages/a/src/index.ts': "export { used, lonely } from './x.ts';",
      'packages/a/src/x.ts':
        'export const used = 1, lonely = 2;\nexport function nobodys() {}\nexport interface Shape {}',
      'packages/b/src/b.ts':
        "import { used } from '@understudy/a';\nimport * as all from './c.ts';",
      'packages/b/src/c.ts': 'export class Any {}',
    });
    expect(checkExports(files, entries)).toEqual(['packages/a/src/x.ts:2: nobody imports nobodys']);
  });
});
