import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES } from './pages.ts';

/** Writes the pages below docs/reference. Run by `npx node tools/reference/main.ts`. */
const root = path.resolve(import.meta.dirname, '../..');
for (const { file, render } of PAGES) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), await render());
  console.log(`wrote ${file}`);
}
