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
