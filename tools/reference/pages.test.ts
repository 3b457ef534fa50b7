import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE, EVENTS } from '@understudy/contract';
import { expect, test } from 'vitest';
import { RESOURCE_HANDLERS } from '../../packages/engine/src/resources/registry.ts';
import { errorsPage } from './errors.ts';
import { eventsPage } from './events.ts';
import { operationsPage } from './operations.ts';
import { COMMAND } from './page.ts';
import { PAGES } from './pages.ts';
import { resourcesPage } from './resources.ts';

test.each(PAGES)(`$file is current; '${COMMAND}' writes it anew`, async ({ file, render }) => {
  const path_ = path.resolve(import.meta.dirname, '../..', file);
  const page = await render();
  expect(readFileSync(path_, 'utf8')).toBe(page);
  expect(page.split('\n')[0]).toContain(`by \`${COMMAND}\``);
});

test('the page of errors has a row for each', async () => {
  const page = await errorsPage.render();
  for (const code of Object.keys(CATALOGUE)) expect(page).toContain(`\n| \`${code}\` | `);
});

test('each kind of event is on its page, and told by some part', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const sources = globSync('packages/*/src/**/*.ts', { cwd: root })
    .filter((file) => !/\.test\.ts$|\.fixture\.ts$|\/testing\//.test(file))
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .filter((text) => /\bemit\b|\b#?record\(|\bEventBody\b/.test(text))
    .join('\n');
  // That a part tells no other kind, the compiler knows.
  const untold = (kinds: string[]): string[] =>
    kinds.filter((kind) => !new RegExp(`\\btype: '${kind}'`).test(sources));
  expect(untold([...Object.keys(EVENTS), 'earthquake'])).toEqual(['earthquake']);
  const page = await eventsPage.render();
  for (const kind of Object.keys(EVENTS)) expect(page).toContain(`\n| \`${kind}\` | `);
});

test('the page of resource types has each, and says why a property is refused', async () => {
  const page = await resourcesPage.render();
  for (const { type } of RESOURCE_HANDLERS) expect(page).toContain(`\n## ${type}\n`);
  expect(page).toContain('| `VPCs` | **refused**: the local engine has no private hosted zones |');
  expect(page).toContain(
    '| `HttpVersion: http1.1` |'.replace('`HttpVersion', '`DistributionConfig.HttpVersion'),
  );
});

test('the page of operations has those of the stores, too', async () => {
  const page = await operationsPage.render();
  expect(page).toContain('`PutObject`');
  expect(page).toContain('`ChangeResourceRecordSets`');
});
