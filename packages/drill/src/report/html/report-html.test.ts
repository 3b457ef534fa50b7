import { expect, test } from 'vitest';
import { HOSTILE, hostileReport, sampleReport } from '../sample-report.fixture.ts';
import { PROFILES, type Report } from '../schema.ts';
import { LANGUAGES, WORDS } from '../words/index.ts';
import { reportHtml } from './report-html.ts';

const EMPTY: Partial<Report> = {
  ...{
    phases: [],
    faults: [],
    rto: {},
    rpo: null,
    predicted: { rto: {}, standby: null, edge: null },
    errors: [],
  },
  ...{ latencies: [], seconds: [], dnsAnswers: [], replicationQueue: [], capacity: [], events: [] },
  ...{ findings: [], expectations: [], requests: { total: 0, failed: 0, lost: 0 } },
};

const REPORTS: readonly [string, Report][] = [
  ['whole', sampleReport()],
  ['empty', sampleReport(EMPTY)],
  ['hostile', hostileReport()],
];

test.each(LANGUAGES)('%s: every profile, phase of an RTO and figure is there', (lang) => {
  const html = reportHtml(sampleReport(), { lang });
  for (const profile of PROFILES) expect(html).toContain(`<b>${profile}</b>`);
  for (const stage of Object.values(WORDS[lang].stages)) expect(html).toContain(stage);
  expect(html).toContain(`<html lang="${lang}">`);
  expect(html).toContain('healthCheck.failureThreshold: 3 → 2');
  expect(html).toContain(WORDS[lang].missed);
  expect(html).toContain('fresh recovers within 30 s');
});

test('what was measured is marked on how likely it was', () => {
  const html = reportHtml(sampleReport(), { lang: 'en' });
  // One of them has its distribution, the other its bounds only; the browser is never to be back.
  expect(html.match(/<path class="likely"/g)).toHaveLength(2);
  expect(html.match(/<path class="most"/g)).toHaveLength(1);
  expect(html.match(/<line class="seen"/g)).toHaveLength(2);
  expect(html).toContain('p10 34.2 s, p50 58.3 s, p90 82.3 s, at most 90 s');
  expect(html).toContain('measured 38.5 s · p18');
  expect(html).not.toContain('browser: p10');
});

test('what is longer than the bound is called so', () => {
  const sample = sampleReport();
  const { fresh } = sample.rto;
  if (fresh === undefined) throw new Error('the sample has it');
  const late = { ...sample, rto: { ...sample.rto, fresh: { ...fresh, seconds: 96 } } };
  expect(reportHtml(late, { lang: 'en' })).toContain('measured 96 s · outside the prediction');
});

test.each([
  [90, false, 'within 90 s (3 attempts) and fails: a client that waits 30 s has left by then'],
  [0, false, 'at once (3 attempts) and fails.'],
  [6, true, 'within 6 s (3 attempts), and the origin group then asks the second one'],
  [30, true, 'OPTIONS only): a client that waits 30 s has left by then'],
])('what an edge does of a request, %d s and %s', (mostSeconds, takesOver, said) => {
  const edge = { attempts: 3, leastSeconds: 0, mostSeconds, takesOver, patienceSeconds: 30 };
  const { predicted } = sampleReport();
  const html = reportHtml(sampleReport({ predicted: { ...predicted, edge } }), { lang: 'en' });
  expect(html).toContain(said);
  // Also where nobody is to see an outage.
  const alone = { rto: {}, standby: null, edge };
  expect(reportHtml(sampleReport({ predicted: alone }), { lang: 'en' })).toContain(said);
});

test('what a report says cannot become a tag, an attribute or a link', () => {
  const html = reportHtml(hostileReport(), { lang: 'en' });
  for (const harmful of [HOSTILE, '<img', 'onerror="', 'href="'])
    expect(html.includes(harmful), harmful).toBe(false);
  // One is ours, at the end.
  expect(html.match(/<\/?script/g)).toHaveLength(2);
});

test.each(REPORTS)('%s: all coordinates are numbers', (_name, report) => {
  const html = reportHtml(report, { lang: 'en' });
  const drawn = [...html.matchAll(/ (?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"/g)];
  for (const [, value] of drawn) expect(value).toMatch(/^-?[\d.]+$/);
  for (const [, path] of html.matchAll(/ d="([^"]*)"/g)) expect(path).toMatch(/^[MLHVhZ\d. -]*$/);
  expect(html).not.toMatch(/(?:left|width|top):(?![\d.]+%)[^;"]*%/);
  expect(html).not.toMatch(/NaN|Infinity|undefined/);
});

test.each(REPORTS)(
  '%s: its tags are closed in the order in which they were opened',
  (_name, report) => {
    const open: string[] = [];
    const html = reportHtml(report, { lang: 'ko' }).replace(/<(style|script)>[^]*?<\/\1>/g, '');
    for (const [, close, name = '', self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (self === '/' || ['meta', 'br'].includes(name)) continue;
      if (close === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  },
);

test('nothing is asked of another place', () => {
  const html = reportHtml(sampleReport(), { lang: 'en' });
  expect(html).toContain(`default-src 'none'`.replaceAll("'", '&#39;'));
  expect(html).not.toMatch(/ src=|@import|url\(|<link/);
});

test('hours are drawn with as many bars as a chart has room for', () => {
  const [first] = sampleReport().seconds;
  const seconds = Array.from({ length: 7200 }, (_, index) =>
    first === undefined ? [] : [{ ...first, atSeconds: index }],
  ).flat();
  const html = reportHtml(sampleReport({ seconds }), { lang: 'en' });
  expect(html.match(/<title>/g)?.length).toBeLessThan(400);
});
