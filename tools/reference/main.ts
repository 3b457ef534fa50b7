import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS_FILE, renderErrors } from './errors.ts';

/** Writes the pages below docs/reference. Run by `npx node tools/reference/main.ts`. */
const file = path.resolve(import.meta.dirname, '../..', ERRORS_FILE);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, renderErrors());
console.log(`wrote ${ERRORS_FILE}`);
