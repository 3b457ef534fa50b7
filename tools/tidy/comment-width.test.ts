import { expect, test } from 'vitest';
import { checkCommentWidth, reflowComments } from './comment-width.ts';

const words = (count: number): string => 'somewhat '.repeat(count).trim();

test('a comment that is too wide is a problem, and filling it anew mends it', () => {
  const text = `  /** ${words(12)}. */\n  const x = 1;\n`;
  const file = { path: 'packages/a/src/a.ts', text };
  expect(checkCommentWidth([file])).toEqual([
    "packages/a/src/a.ts:1: a comment of 117 columns; 100 at most ('npm run tidy -- --fix' breaks it)",
  ]);
  const mended = reflowComments(text);
  expect(mended).toBe(`  /**\n   * ${words(10)}\n   * ${words(2)}.\n   */\n  const x = 1;\n`);
  expect(checkCommentWidth([{ ...file, text: mended }])).toEqual([]);
  expect(reflowComments(mended)).toBe(mended);
});

test('only the paragraph that is too wide changes; lists hang, tables and code stay', () => {
  const table = ` * | ${words(12)} |`;
  const code = ` *     ${words(12)}`;
  const short = ' * a short\n * paragraph';
  const lines = ['/**', short, ' *', ` * - ${words(12)}`, ' * - next', table, code, ' */'];
  expect(reflowComments(lines.join('\n')).split('\n')).toEqual(
    [
      ...['/**', short, ' *', ` * - ${words(10)}`, ` *   ${words(2)}`, ' * - next'],
      ...[table, code, ' */'],
    ].flatMap((line) => line.split('\n')),
  );
});

test('lines of a comment after slashes are one text; what stands in backticks stays together', () => {
  const quoted = '`put together by whoever wrote it`';
  expect(reflowComments(`// ${words(9)} ${quoted} and\n// more\n`)).toBe(
    `// ${words(9)}\n// ${quoted} and more\n`,
  );
});

test.each([
  ['an address that has no place to break', `// https://docs.example/${'x'.repeat(100)}\n`],
  ['a word to programs', `// tidy: long because ${words(12)}\n`],
  ['code', `const text = '${words(12)}';\n`],
])('%s stays', (_what, text) => {
  expect(reflowComments(text)).toBe(text);
  expect(checkCommentWidth([{ path: 'packages/a/src/a.ts', text }])).toEqual([]);
});
