import { parseDocument, type Document, type ParseOptions } from 'yaml';

type Options = NonNullable<Parameters<typeof parseDocument>[1]> & ParseOptions;

/** So many lines of one template may be indented too little; each costs another reading. */
const LINES_MAX = 100;

/**
 * Reads YAML in which quoted texts and flow collections go on in lines that are indented less than
 * YAML 1.2 demands. AWS's readers take them, as PyYAML and libyaml do, and so do templates that AWS
 * itself publishes. White space at the beginning of such a line means nothing, so that it gets more
 * of it. What cannot be read so is told with its first error.
 * https://yaml.org/spec/1.2.2/#73-flow-scalar-styles
 */
export function parseLoosely(text: string, options: Options): Document.Parsed {
  const first = parseDocument(text, options);
  let document: Document.Parsed = first;
  const lines = text.split('\n');
  const width = Math.max(...lines.map(columnOf)) + 1;
  for (let count = 0; count < LINES_MAX; count += 1) {
    const line = tooLittle(document);
    const found = line === undefined ? undefined : lines[line];
    if (line === undefined || found === undefined || /^(?:---|\.\.\.)/.test(found)) break;
    const wide = ' '.repeat(width) + found.trimStart();
    // It was wide enough, and something else is wrong with it.
    if (wide.length <= found.length) break;
    lines[line] = wide;
    document = parseDocument(lines.join('\n'), options);
  }
  return document.errors.length === 0 ? document : first;
}

/** The number of the line, from 0, that ends a text or a collection by its indentation. */
function tooLittle({ errors }: Document.Parsed): number | undefined {
  const [problem] = errors;
  const place = problem?.linePos?.[0].line;
  if (problem === undefined || place === undefined) return undefined;
  // The text ends with its line; the next one would go on with it.
  if (problem.code === 'MISSING_CHAR' && /^Missing closing ["']quote/.test(problem.message))
    return place;
  if (problem.code === 'BAD_INDENT' && problem.message.startsWith('Flow ')) return place - 1;
  return undefined;
}

/** Where the content of a line begins, behind the dashes of sequences. */
function columnOf(line: string): number {
  return /^[ -]*/.exec(line)?.[0].length ?? 0;
}
