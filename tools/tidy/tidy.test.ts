import { describe, expect, test } from 'vitest';
import { checkArrows } from './arrows.ts';
import { checkBanned } from './banned.ts';
import { checkSizes } from './sizes.ts';

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
    ['packages/dataplane/src/clock/system-clock.ts', 'return Date.now();'],
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
