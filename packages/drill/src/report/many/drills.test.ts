import { readXml } from '@understudy/wire/testing';
import { expect, test } from 'vitest';
import { drillsJunit } from '../junit/drills-junit.ts';
import { HOSTILE, hostileReport, sampleReport } from '../sample-report.fixture.ts';
import { LANGUAGES, WORDS } from '../words/index.ts';
import { drillsHtml } from './drills-html.ts';
import { drillsMarkdown } from './drills-markdown.ts';
import { drillsOf } from './drills-of.ts';
import { readDrills } from './read-drills.ts';

const quiet = sampleReport({
  ...{ verdict: 'passed', rto: {}, rpo: null, expectations: [], findings: [] },
  scenario: { name: 'standby-down', title: 'The standby is lost', description: '', sources: [] },
});
const PLACES = [
  { report: sampleReport(), place: 'region-loss/report.json' },
  { report: quiet, place: 'standby-down/report.json' },
];
const ALL = drillsOf(['region-loss', 'standby-down'], PLACES);
const reportOf = (place: string) => PLACES.find((one) => one.place === place)?.report;

test('what is written is read, and one that missed makes all miss', () => {
  expect(readDrills(JSON.parse(JSON.stringify(ALL)))).toEqual(ALL);
  expect(ALL.verdict).toBe('missed');
  expect(drillsOf(['standby-down'], PLACES.slice(1)).verdict).toBe('passed');
  expect(drillsOf(['standby-down', 'x'], PLACES.slice(1)).verdict).toBe('unfinished');
  const unproven = {
    report: { ...quiet, verdict: 'inconclusive' as const },
    place: 'x/report.json',
  };
  const both = drillsOf(['x', 'standby-down'], [unproven, ...PLACES.slice(1)]);
  expect(both.verdict).toBe('inconclusive');
  expect(drillsJunit(both)).toMatch(/errors="1"[^]*<error type="inconclusive"/);
  expect(drillsMarkdown(both, { lang: 'en' })).toContain('⚠️ The machine did not keep up');
  expect(drillsOf(['x', 'region-loss'], [unproven, ...PLACES.slice(0, 1)]).verdict).toBe('missed');
  expect(readDrills({ ...ALL, version: 1 })).toEqual(ALL);
  expect(() => readDrills({ ...ALL, version: 9 })).toThrow('version 9');
  expect(() => readDrills({ ...ALL, drills: [{}] })).toThrow('no report of drills: drills.0');
});

test.each(LANGUAGES)('%s: a row a drill, a bar a client, and each report on the page', (lang) => {
  const html = drillsHtml(ALL, { lang, reportOf });
  expect(html.match(/<details class="drill"/g)).toHaveLength(2);
  expect(html.match(/class="rto"/g)).toHaveLength(5);
  expect(html).toContain('href="#drill-0"');
  expect(html).toContain('href="standby-down/report.html"');
  expect(html).toContain(WORDS[lang].cards.unaffected);
  expect(html.match(/class="bar-row"/g)).toHaveLength(5);
  expect(html).not.toMatch(/NaN|Infinity|undefined| src=|url\(/);
});

test('a report that is gone is told of; a place that is none is no link', () => {
  const html = drillsHtml(
    drillsOf(
      ['a', 'b'],
      [
        { report: hostileReport(), place: 'javascript:alert(1)//report.json' },
        { report: sampleReport(), place: HOSTILE },
      ],
    ),
    { lang: 'en', reportOf: () => undefined },
  );
  expect(html).toContain('is not there any more');
  expect(html).not.toMatch(/href="[^#]/);
  for (const harmful of [HOSTILE, '<img', 'onerror="'])
    expect(html.includes(harmful), harmful).toBe(false);
});

test('for a pull request: a row a drill, and what was missed', () => {
  const text = drillsMarkdown(ALL, { lang: 'en' });
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(new Set(rows.map((line) => line.split('|').length)).size).toBe(1);
  expect(rows).toHaveLength(4);
  expect(text).toMatch(/^### ❌ 1 of 2 missed/);
  expect(text).toContain('❌ fresh recovers within 30 s: 38.5 s');
});

test('for CI: one suite, a case a drill, skipped where it was not run', () => {
  const unfinished = drillsOf(['region-loss', 'standby-down', 'zone-loss'], PLACES);
  const [suite] = readXml(drillsJunit(unfinished)).children;
  const cases = suite?.children ?? [];
  expect(cases.map(({ name }) => name)).toEqual(['testcase', 'testcase', 'testcase']);
  expect(cases.map(({ children }) => children.map(({ name }) => name))).toEqual([
    ...[['failure'], [], ['skipped']],
  ]);
  const hostile = drillsOf(['own'], [{ report: hostileReport(), place: HOSTILE }]);
  expect(() => readXml(drillsJunit(hostile))).not.toThrow();
});
