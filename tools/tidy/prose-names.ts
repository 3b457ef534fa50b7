import type { SourceFile } from './source-files.ts';

/**
 * Names of AWS's that prose speaks of, and no code here has: what the engine does not do, or calls
 * otherwise.
 */
const ABROAD: ReadonlySet<string> = new Set([
  'CausingEntity',
  'IgnoreUnmodifiedGroupSizeProperties',
  'SetAlarmState',
  'SigningCertURL',
  'TagLogGroup',
  'UnsubscribeConfirmation',
]);
/** What names are made of: `resource-text.ts` and its like speak of parts and examples of names. */
const PARTS: ReadonlySet<string> = new Set([
  'ElasticLoadBalancingV2TargetGroup',
  'SecretsManager',
  'SecretsManagerClient',
  'WallMs',
]);

const COMMENT = /\/\*[^]*?\*\/|(?<![:'"`])\/\/[^\n]*/g;
/** Error codes of ours and of AWS's are written so, and so are types, operations and members. */
const NAME = /`([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)`/g;
/** `@throws UnderstudyError StateUnreadable, StateUnwritable`. */
const OURS = /UnderstudyError:? ([A-Z]\w+(?:(?:,| or| and) [A-Z]\w+)*)/g;

/**
 * A name in prose that is nowhere else: an error code that was renamed, or never was. Codes of ours
 * must be in the catalogue.
 */
export function checkProseNames(
  files: readonly SourceFile[],
  documents: readonly SourceFile[],
  catalogue: ReadonlySet<string>,
): string[] {
  const known = new Set<string>([...ABROAD, ...PARTS]);
  for (const { text } of [...files.map(withoutComments), ...documents.filter(isReference)])
    for (const [word] of text.matchAll(/[A-Z]\w+/g)) known.add(word);
  const prose = [...files.map(commentsOf), ...documents.filter((one) => !isHeldElsewhere(one))];
  return prose.flatMap(({ path, text }) => [
    ...names(text, NAME)
      .filter((name) => !known.has(name))
      .map((name) => `${path}: '${name}' is no name of the code's, nor an error code`),
    ...names(text, OURS)
      .flatMap((list) => list.split(/(?:,| or| and) /))
      .filter((code) => !catalogue.has(code))
      .map((code) => `${path}: '${code}' is no error of the catalogue`),
  ]);
}

/** The codes of `CATALOGUE`, of the text of its file. */
export function catalogueOf(files: readonly SourceFile[]): Set<string> {
  const file = files.find(({ path }) => path.endsWith('contract/src/error-catalogue.ts'));
  return new Set([...(file?.text ?? '').matchAll(/^ {2}(\w+): \{/gm)].map(([, code = '']) => code));
}

/** What is generated of the code and of AWS's models. */
function isReference({ path }: SourceFile): boolean {
  return path.startsWith('docs/reference/');
}

/** `packages/site/src/golden/tutorial.test.ts` looks up the logical ids that the page names. */
function isHeldElsewhere(document: SourceFile): boolean {
  return isReference(document) || document.path === 'docs/guide/tutorial.md';
}

function withoutComments({ path, text }: SourceFile): SourceFile {
  return { path, text: text.replace(COMMENT, ' ') };
}

function commentsOf({ path, text }: SourceFile): SourceFile {
  // Of a comment over several lines, a list goes on in the next one.
  const joined = (text.match(COMMENT) ?? []).join('\n').replace(/\n\s*\*\s?/g, ' ');
  return { path, text: joined };
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}
