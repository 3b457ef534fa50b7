import { NOT_WRITTEN } from '../new/names.ts';
import type { SourceFile } from './source-files.ts';

/** What `npm run new` left to be written, and is not. */
export function checkUnwritten(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.startsWith('packages/'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          line.includes(NOT_WRITTEN) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
}
