import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { renderInstanceTypes } from './render.ts';

test('the list of instance types is the EC2 client’s; tools/instance-types/main.ts writes it', () => {
  const site = path.join(import.meta.dirname, '../../packages/site/src');
  const written = readFileSync(
    path.join(site, 'instance-types/instance-types.generated.ts'),
    'utf8',
  );
  expect(written).toBe(renderInstanceTypes());
});
