import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { checkArrows } from './arrows.ts';
import { checkBanned } from './banned.ts';
import { checkCommentWidth, reflowComments } from './comment-width.ts';
import { checkDependencies, type Manifest } from './dependencies.ts';
import { checkFolderSizes, checkTold } from './folders.ts';
import { checkFunctions } from './functions.ts';
import { checkCircles, checkExports, entriesOf } from './graph.ts';
import { parseFile } from './parse.ts';
import { catalogueOf, checkProseNames } from './prose-names.ts';
import { checkReadmes } from './readmes.ts';
import { checkSizes } from './sizes.ts';
import { documentFiles, sourceFiles, type SourceFile } from './source-files.ts';
import { checkUnwritten } from './unwritten.ts';

/**
 * The repository's own rules, as a program: prints what breaks one, and fails. Run by `npm run
 * tidy`; with `--fix`, comments that are too wide are broken first.
 */
const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): SourceFile => ({
  path: file,
  text: readFileSync(path.join(root, file), 'utf8'),
});
const files = sourceFiles(root).map(read);
const documents = documentFiles(root).map(read);
if (process.argv.includes('--fix'))
  for (const file of files) {
    const text = reflowComments(file.text);
    if (text !== file.text) writeFileSync(path.join(root, file.path), text);
    file.text = text;
  }
const manifests = [
  '',
  ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}`),
].map((folder): Manifest => ({
  ...(JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as object),
  folder,
}));
const entries = entriesOf(root);
const parsed = files.filter((file) => file.path.endsWith('.ts')).map(parseFile);
const problems = [
  ...checkArrows(files),
  ...checkBanned(files),
  ...checkCommentWidth(files),
  ...checkSizes(files),
  ...checkFunctions(parsed),
  ...checkFolderSizes(files),
  ...checkTold(files, documents),
  ...checkCircles(parsed, entries),
  ...checkExports(parsed, entries),
  ...checkDependencies(manifests, parsed),
  ...checkReadmes(root),
  ...checkUnwritten([...files, ...documents]),
  ...checkProseNames(files, documents, catalogueOf(files)),
];
for (const problem of problems) console.error(problem);
console.log(`tidy: ${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
