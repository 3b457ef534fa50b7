import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { checkArrows } from './arrows.ts';
import { checkBanned } from './banned.ts';
import { checkFunctions } from './functions.ts';
import { checkCircles, checkExports, entriesOf } from './graph.ts';
import { parseFile } from './parse.ts';
import { checkReadmes } from './readmes.ts';
import { checkSizes } from './sizes.ts';
import { sourceFiles, type SourceFile } from './source-files.ts';

/**
 * The repository's own rules, as a program: prints what breaks one, and fails. Run by `npm run
 * tidy`.
 */
const root = path.resolve(import.meta.dirname, '../..');
const files: SourceFile[] = sourceFiles(root).map((file) => ({
  path: file,
  text: readFileSync(path.join(root, file), 'utf8'),
}));
const entries = entriesOf(root);
const parsed = files.filter((file) => file.path.endsWith('.ts')).map(parseFile);
const problems = [
  ...checkArrows(files),
  ...checkBanned(files),
  ...checkSizes(files),
  ...checkFunctions(parsed),
  ...checkCircles(parsed, entries),
  ...checkExports(parsed, entries),
  ...checkReadmes(root),
];
for (const problem of problems) console.error(problem);
console.log(`tidy: ${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
