import { Refusal } from './tree.ts';

/** The text with a line before the first line that matches. */
export function insertBefore(text: string, line: string, pattern: RegExp, file: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((candidate) => pattern.test(candidate));
  if (at === -1) throw new Refusal(`${file} has no place for '${line.trim()}'; add it by hand`);
  return lines.toSpliced(at, 0, line).join('\n');
}

/** The text with an import of one name, where its path has its place among the relative ones. */
export function insertImport(text: string, name: string, specifier: string): string {
  const lines = text.split('\n');
  const imports = lines.flatMap((line, index) => {
    const found = /^import .*from '(\.[^']+)';$/.exec(line)?.[1];
    return found === undefined ? [] : [{ index, found }];
  });
  const next = imports.find(({ found }) => found.startsWith('./') && found > specifier);
  const at = next?.index ?? (imports.at(-1)?.index ?? -1) + 1;
  return lines.toSpliced(at, 0, `import { ${name} } from '${specifier}';`).join('\n');
}

/** The text with one more item in the literal list of strings that `declaration` begins. */
export function insertSorted(
  text: string,
  declaration: string,
  item: string,
  file: string,
): string {
  const begin = text.indexOf(declaration);
  const end = text.indexOf('\n];', begin);
  if (begin === -1 || end === -1) throw new Refusal(`${file} has no list ${declaration}`);
  const head = text.slice(0, begin + declaration.length);
  const items = text
    .slice(head.length, end)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const sorted = [...new Set([...items, `  ${item},`])].sort((a, b) => (a < b ? -1 : 1));
  return `${head}\n${sorted.join('\n')}${text.slice(end)}`;
}
