/** A generated page: where it is, and how it is made. */
export interface Page {
  file: string;
  render(): string | Promise<string>;
}

export const COMMAND = 'npx node tools/reference/main.ts';

export function head(source: string, title: string): string {
  return `<!-- Generated from ${source} by \`${COMMAND}\`. Do not edit. -->\n\n# ${title}\n`;
}

/** Text in a table's cell. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** Members may be added, so that an object is never closed to those that it does not list. */
export function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => !(name === 'additionalProperties' && inner === false))
      .map(([name, inner]) => [name, open(inner)]),
  );
}
