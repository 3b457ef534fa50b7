import type { ExampleSite } from './site.ts';

/** What `understudy env` prints, as a shell would take it. */
export async function environmentOf(site: ExampleSite): Promise<Record<string, string>> {
  const { stdout } = await site.run(['env']);
  return exportsIn(stdout);
}

export function exportsIn(text: string): Record<string, string> {
  const exports = text.matchAll(/^export (?<name>\w+)='(?<value>[^']*)'$/gm);
  return Object.fromEntries(
    [...exports].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']),
  );
}
