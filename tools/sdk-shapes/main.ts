import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateShapes, GENERATED } from './generate.ts';

/**
 * Writes the schemas of the SDK's shapes that records hold. To be run after an SDK client was
 * raised, or `stored-shapes.ts` has another line.
 */
const root = path.resolve(import.meta.dirname, '../..');
writeFileSync(path.join(root, GENERATED), await generateShapes());
console.log(`wrote ${GENERATED}`);
