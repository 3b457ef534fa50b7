import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderInstanceTypes } from './render.ts';

/** Writes what instance types there are; after the EC2 client is raised. */
const TARGET = path.join(
  import.meta.dirname,
  '../../packages/site/src/instance-types/instance-types.generated.ts',
);
await writeFile(TARGET, renderInstanceTypes());
