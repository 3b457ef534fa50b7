/**
 * A template as text: a resource, an output or a section of the template a heading, a value a line.
 */
export type TemplateLines = ReadonlyMap<string, readonly string[]>;

/**
 * What changes with a file of the web app or the library's packing of it, and tells a reader
 * nothing.
 */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<asset hash>'],
  [/-web-[0-9a-f]{12}\b/g, '-web-<digest>'],
];

/** @param stack what the headings begin with */
export function templateLines(stack: string, template: object): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [section, content] of Object.entries(template))
    for (const [id, item] of Object.entries(content as object)) {
      const { Type, ...rest } = item as { Type?: string };
      const heading = [stack, Type === undefined ? `${section}.${id}` : `${id} ${Type}`].join(' ');
      lines.set(heading, valueLines('', rest));
    }
  return lines;
}

function valueLines(path: string, value: unknown): string[] {
  if (value === undefined || value === null || typeof value !== 'object')
    return textLines(path, value);
  const intrinsic = shown(value);
  if (intrinsic !== undefined) return textLines(path, intrinsic);
  const items = Object.entries(value);
  if (items.length === 0) return [`${path}: ${JSON.stringify(value)}`];
  return items.flatMap(([key, item]) => {
    const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`;
    return valueLines(path + step, item);
  });
}

/** A document in JSON is shown as one, and a text of several lines by its lines. */
function textLines(path: string, value: unknown): string[] {
  if (typeof value !== 'string') return [`${path}: ${JSON.stringify(value)}`];
  if (value.startsWith('{')) return valueLines(`${path}!json`, JSON.parse(value));
  const text = CHANGING.reduce(
    (sofar, [pattern, name]) => sofar.replace(pattern, name),
    value.replace(
      /(?<=^echo )[A-Za-z0-9+/]+=*(?= \| base64 -d)/,
      (encoded) => `«\n${decoded(encoded)}»`,
    ),
  );
  const lines = text.split('\n');
  if (lines.length === 1) return [`${path}: ${JSON.stringify(text)}`];
  return lines.map((line, index) => `${path}:${index + 1}: ${JSON.stringify(line)}`);
}

const decoded = (encoded: string): string => Buffer.from(encoded, 'base64').toString('utf8');

/** An intrinsic function as `Fn::Sub` writes it; undefined for what is none. */
function shown(value: object): string | undefined {
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (name === undefined || others.length > 0) return undefined;
  if (name === 'Ref') return `\${${String(argument)}}`;
  if (name === 'Fn::GetAtt') return `\${${(argument as string[]).join('.')}}`;
  if (name === 'Fn::Base64') return `base64: ${textOf(argument)}`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown];
    return Array.isArray(parts)
      ? parts.map(textOf).join(separator)
      : `join(${separator}) ${textOf(parts)}`;
  }
  return name.startsWith('Fn::') ? `${name} ${JSON.stringify(argument)}` : undefined;
}

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : (shown(part as object) ?? JSON.stringify(part));
}

/** What the second has that the first has not, and the other way round: `- was`, `+ is`. */
export function changedLines(before: TemplateLines, after: TemplateLines): Map<string, string[]> {
  const changed = new Map<string, string[]>();
  for (const heading of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(heading) ?? [], after.get(heading) ?? []];
    const lines = [
      ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
      ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
    ];
    if (lines.length > 0) changed.set(heading, lines);
    else if (before.has(heading) !== after.has(heading))
      changed.set(heading, [after.has(heading) ? '+' : '-']);
  }
  return changed;
}

export function writeLines(lines: TemplateLines): string {
  return [...lines]
    .map(([heading, values]) => [heading, ...values.map((line) => `  ${line}`), ''].join('\n'))
    .join('\n');
}

export function readLines(text: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const block of text.split(/\n(?=\S)/).filter((one) => one.trim() !== '')) {
    const [heading = '', ...values] = block.split('\n');
    lines.set(
      heading,
      values.filter((line) => line !== '').map((line) => line.slice(2)),
    );
  }
  return lines;
}
