import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { siteContext } from '../checks/checks.fixture.ts';
import { renderWelcome } from './welcome.ts';

test('what to try next is typed as it stands, for the site and the engine at hand', () => {
  const session = { ...siteContext().session, selector: ' --state /tmp/other' };
  const lines = stripVTControlCharacters(renderWelcome(session)).split('\n');
  expect(lines.slice(2, 5).map((line) => line.trim().split('   ')[0])).toEqual([
    'npx understudy curl --state /tmp/other -si https://shop.example/healthz',
    'npx understudy fault region --state /tmp/other ap-northeast-2',
    'npx understudy heal --state /tmp/other',
  ]);
  expect(lines.at(-1)).toBe('Ctrl-C stops everything; what was stored is kept.');
});
