import { expect, test } from 'vitest';
import { HOSTILE, hostileReport, sampleReport } from '../sample-report.fixture.ts';
import { PROFILES } from '../schema.ts';
import { LANGUAGES } from '../words/index.ts';
import { reportMarkdown } from './report-markdown.ts';

test.each(LANGUAGES)('%s: a table with a row a profile, each as wide as its head', (lang) => {
  const lines = reportMarkdown(sampleReport(), { lang }).split('\n');
  const table = lines.filter((line) => line.startsWith('|'));
  expect(table).toHaveLength(2 + PROFILES.length);
  expect(new Set(table.map((line) => line.split('|').length)).size).toBe(1);
});

test('the verdict comes first, and what to change last', () => {
  const text = reportMarkdown(sampleReport(), { lang: 'en' });
  expect(text).toMatch(/^### ❌ Missed: The primary region is lost\n/);
  expect(text).toContain('❌ fresh recovers within 30 s: 38.5 s');
  expect(text).toContain(
    'Checks are slow → healthCheck.failureThreshold: 3 → 2 (saves about 10 s)',
  );
});

test('what a report says is neither a tag nor a mention, and ends no line', () => {
  const text = reportMarkdown(hostileReport(), { lang: 'en' });
  for (const harmful of [HOSTILE, '<img', '</script', '\u001b', '\u2028'])
    expect(text.includes(harmful), harmful).toBe(false);
  const title = { ...sampleReport().scenario, title: '@everyone' };
  expect(reportMarkdown(sampleReport({ scenario: title }), { lang: 'en' })).not.toContain(
    '@everyone',
  );
});
