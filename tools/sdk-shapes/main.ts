import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateShapes } from './generate.ts';
import { STORED_SHAPES } from './stored-shapes.ts';

/**
 * Writes the schemas of the SDK's shapes that records hold. To be run after an SDK client was
 * raised, or `stored-shapes.ts` has another line.
 */
const root = path.resolve(import.meta.dirname, '../..');
for (const file of Object.keys(STORED_SHAPES)) {
  writeFileSync(path.join(root, file), await generateShapes(file));
  console.log(`wrote ${file}`);
}
