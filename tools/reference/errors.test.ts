import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE } from '@understudy/contract';
import { expect, test } from 'vitest';
import { ERRORS_FILE, renderErrors } from './errors.ts';

test(`${ERRORS_FILE} is current; 'npx node tools/reference/main.ts' writes it anew`, () => {
  const file = path.resolve(import.meta.dirname, '../..', ERRORS_FILE);
  expect(readFileSync(file, 'utf8')).toBe(renderErrors());
});

test('the page of errors has a row for each, and says how it is made', () => {
  const page = renderErrors();
  for (const code of Object.keys(CATALOGUE)) expect(page).toContain(`\n| \`${code}\` | `);
  expect(page.split('\n')[0]).toContain('by `npx node tools/reference/main.ts`');
});
