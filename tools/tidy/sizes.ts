import { isTest, type SourceFile } from './source-files.ts';

const LINES_MAX = 300;
const TEST_LINES_MAX = 600;
/** A file that must be longer says why, in its first lines. */
const EXEMPTION = /^\/\/ tidy: long because \S.{10,}/m;

export function checkSizes(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const lines = file.text.split('\n').length - 1;
    const most = isTest(file.path) ? TEST_LINES_MAX : LINES_MAX;
    return lines <= most || EXEMPTION.test(file.text.slice(0, 500))
      ? []
      : [`${file.path}: ${lines} lines; ${most} at most, or '// tidy: long because …' at its head`];
  });
}
