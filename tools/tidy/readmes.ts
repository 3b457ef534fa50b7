import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const HEADINGS = ['## Description', '## Behaviour', '## Differences', '## Example'] as const;
/** Folders whose every folder is a part that has to tell what it does and what it does not. */
const PARENTS = ['packages/dataplane/src', 'packages/engine/src/services'] as const;
/** No part that a visitor meets. */
const WITHOUT: ReadonlySet<string> = new Set(['clock', 'process', 'testing']);

export function checkReadmes(root: string): string[] {
  return PARENTS.flatMap((parent) =>
    readdirSync(path.join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !WITHOUT.has(entry.name))
      .flatMap((entry) => checkReadme(root, path.join(parent, entry.name, 'README.md'))),
  );
}

function checkReadme(root: string, file: string): string[] {
  if (!existsSync(path.join(root, file))) return [`${file} is missing`];
  const text = readFileSync(path.join(root, file), 'utf8');
  const found = HEADINGS.filter((heading) => text.includes(`\n${heading}\n`));
  const missing = HEADINGS.filter((heading) => !found.includes(heading));
  return text.startsWith('# ')
    ? missing.map((heading) => `${file}: has no heading '${heading}'`)
    : [`${file}: does not begin with its name`];
}
