import type { SourceFile } from './source-files.ts';

/** Of a line with a comment, its indentation and all. The formatter holds code to the same. */
const WIDTH_MAX = 100;
const LINE_COMMENT = /^(?<indent>\s*)\/\/(?: (?<text>.*))?$/;
const BLOCK_BEGIN = /^(?<indent>\s*)(?<open>\/\*\*?)(?=\s|$)/;
/** What programs read, and a line of it means. */
const DIRECTIVE = /^\s*\/\/ (?:tidy:|eslint-|prettier-|@ts-)/;
/** A list's marker, a tag. */
const ITEM = /^(?<marker>\s*(?:[-*+]|\d+[.)])\s+|\s*(?=@\w))/;
/** Tables, code, fences: lines that mean something as they stand. */
const VERBATIM = /^(?: {4}|\s*\||\s*```)/;

/** Lines of comments that are too wide and could be broken. */
export function checkCommentWidth(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    const mended = reflowComments(text) !== text;
    if (!mended) return [];
    return lines.flatMap((line, index) =>
      line.length > WIDTH_MAX && isBreakable(line)
        ? [
            `${path}:${index + 1}: a comment of ${line.length} columns; ${WIDTH_MAX} at most ('npm run tidy -- --fix' breaks it)`,
          ]
        : [],
    );
  });
}

function isBreakable(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*)\S*\s+\S+\s+\S/.test(line) && !DIRECTIVE.test(line);
}

/** The text with every paragraph of a comment that is too wide filled anew; the others stay. */
export function reflowComments(text: string): string {
  const lines = text.split('\n');
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const comment = commentAt(lines, at);
    const taken = lines.slice(at, at + (comment?.count ?? 1));
    out.push(
      ...(comment !== undefined && taken.some((line) => line.length > WIDTH_MAX)
        ? comment.render(taken)
        : taken),
    );
    at += taken.length;
  }
  return out.join('\n');
}

interface Comment {
  count: number;
  render: (lines: readonly string[]) => string[];
}

function commentAt(lines: readonly string[], at: number): Comment | undefined {
  const first = lines[at] ?? '';
  const indent = LINE_COMMENT.exec(first)?.groups?.['indent'];
  if (indent !== undefined && !DIRECTIVE.test(first)) {
    const rest = lines.slice(at).findIndex((line) => !isLineComment(line, indent));
    return {
      count: rest === -1 ? lines.length - at : rest,
      render: (taken) =>
        fill(
          taken.map((line) => line.slice(indent.length + 3)),
          `${indent}// `,
        ),
    };
  }
  const block = BLOCK_BEGIN.exec(first)?.groups;
  if (block === undefined) return undefined;
  const end = lines.slice(at).findIndex((line) => line.includes('*/'));
  if (end === -1 || !/\*\/\s*$/.test(lines[at + end] ?? '')) return undefined;
  const { indent: margin = '', open = '' } = block;
  return { count: end + 1, render: (taken) => renderBlock(taken, margin, open) };
}

function isLineComment(line: string, indent: string): boolean {
  return LINE_COMMENT.exec(line)?.groups?.['indent'] === indent && !DIRECTIVE.test(line);
}

function renderBlock(lines: readonly string[], indent: string, open: string): string[] {
  const text = lines.map((line, index) => {
    const body =
      index === 0 ? line.slice(indent.length + open.length) : line.replace(/^\s*\*(?!\/)/, '');
    return body.replace(/\s*\*\/\s*$/, '').replace(/^ /, '');
  });
  while (text.at(0) === '') text.shift();
  while (text.at(-1) === '') text.pop();
  const filled = fill(text, `${indent} * `);
  const [only = ''] = filled;
  if (filled.length === 1 && lines.length === 1 && !/ \S/.test(only.trim().slice(2)))
    return [...lines];
  return [`${indent}${open}`, ...filled, `${indent} */`];
}

interface Paragraph {
  /** What its lines begin with, after the comment's own prefix. */
  marker: string;
  lines: string[];
  verbatim: boolean;
}

function fill(lines: readonly string[], prefix: string): string[] {
  return paragraphsOf(lines).flatMap(({ marker, lines: taken, verbatim }) => {
    const asTheyAre = taken.map((line) => `${prefix}${line}`.trimEnd());
    if (verbatim || asTheyAre.every((line) => line.length <= WIDTH_MAX)) return asTheyAre;
    const words = wordsOf(taken.join(' ').slice(marker.length));
    const hanging = `${prefix}${' '.repeat(marker.length)}`;
    return wrap(words, `${prefix}${marker}`, hanging);
  });
}

function paragraphsOf(lines: readonly string[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let open: Paragraph | undefined;
  let fenced = false;
  for (const line of lines) {
    const isFence = /^\s*```/.test(line);
    const verbatim = fenced || VERBATIM.test(line) || line.trim() === '';
    const marker = ITEM.exec(line)?.groups?.['marker'];
    if (isFence) fenced = !fenced;
    if (verbatim || marker !== undefined || open === undefined) {
      const begun = { marker: marker ?? '', lines: [line], verbatim };
      paragraphs.push(begun);
      open = verbatim ? undefined : begun;
    } else open.lines.push(line);
  }
  return paragraphs;
}

/** What stands in backticks is one word, and so is what would look like a list's marker. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const word of text.match(/(?:[^\s`]|`[^`]*`|`)+/g) ?? [])
    if (words.length > 0 && /^(?:[-*+]|\d+[.)]|@\w.*)$/.test(word))
      words.push(`${words.pop() ?? ''} ${word}`);
    else words.push(word);
  return words;
}

function wrap(words: readonly string[], first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH_MAX) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
