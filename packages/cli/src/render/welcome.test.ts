import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { siteContext } from '../checks/checks.fixture.ts';
import { renderWelcome } from './welcome.ts';

test('what to try next is typed as it stands, for the site and the engine at hand', () => {
  const session = { ...siteContext().session, selector: ' --state /tmp/other' };
  const lines = stripVTControlCharacters(
    renderWelcome(session, { config: 'sites/my shop.ts', isDetached: false }),
  ).split('\n');
  expect(lines.slice(2, 6).map((line) => line.trim().split('   ')[0])).toEqual([
    'npx understudy curl --state /tmp/other -si https://shop.example/healthz',
    'npx understudy fault region --state /tmp/other ap-northeast-2',
    'npx understudy heal --state /tmp/other',
    "npx understudy drill --config 'sites/my shop.ts' region-loss",
  ]);
  expect(lines.at(-1)).toBe('Ctrl-C stops everything; what was stored is kept.');
});

test('a site that is found by itself needs no more words', () => {
  const session = { ...siteContext().session, selector: '' };
  const text = stripVTControlCharacters(
    renderWelcome(session, { config: 'understudy.config.ts', isDetached: true }),
  );
  expect(text).toContain('  npx understudy drill region-loss ');
  expect(text.split('\n').at(-1)).toMatch(/^npx understudy down stops everything; /);
});
