import { stripTypeScriptTypes } from 'node:module';
import { publishedReference } from './published-path.ts';
import type { Reference } from './references.ts';

/**
 * A module as it is published: what Node.js makes of the source when it runs it, at the same lines,
 * with the names that files have in the package.
 *
 * @param file within its package
 */
export function toJavaScript(file: string, text: string, references: readonly Reference[]): string {
  let renamed = text;
  const relative = references.filter((reference) => reference.text.startsWith('.'));
  // From the end, so that what stands before keeps its place.
  for (const { text: name, start, end } of relative.toSorted((a, b) => b.start - a.start))
    renamed = renamed.slice(0, start) + publishedReference(file, name) + renamed.slice(end);
  return file.endsWith('.ts') ? stripTypeScriptTypes(renamed) : renamed;
}
