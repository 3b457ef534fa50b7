import type { ParsedFile } from './parse.ts';
import { isTest } from './source-files.ts';

const LINES_MAX = 60;

/** Functions that one cannot hold in mind. A test's may list as many cases as it has. */
export function checkFunctions(files: readonly ParsedFile[]): string[] {
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > LINES_MAX)
        .map(
          ({ name, line, lines }) =>
            `${path}:${line}: ${name} has ${lines} lines; ${LINES_MAX} at most`,
        ),
    );
}
