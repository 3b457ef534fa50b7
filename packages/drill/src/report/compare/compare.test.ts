import { expect, test } from 'vitest';
import { hostileReport, sampleReport } from '../sample-report.fixture.ts';
import type { Report } from '../schema.ts';
import { compareHtml } from './compare-html.ts';
import { compareReports } from './compare-reports.ts';

const EN = { lang: 'en' } as const;

function withFresh(seconds: number | null): Report {
  const sample = sampleReport();
  const { fresh } = sample.rto;
  return fresh === undefined
    ? sample
    : { ...sample, rto: { ...sample.rto, fresh: { ...fresh, seconds } } };
}

test.each([
  [40, 30, '−10 s', 'better'],
  [30, 40, '+10 s', 'worse'],
  [30, 30, '0', 'same'],
  [null, 30, '', 'better'],
  [30, null, '', 'worse'],
  [null, null, '', 'same'],
])('from %s to %s', (before, after, difference, trend) => {
  const { figures } = compareReports([withFresh(before), withFresh(after)], EN);
  const fresh = figures.find(({ name }) => name === 'RTO fresh');
  expect(fresh).toMatchObject({ difference, trend });
});

test('drills at two speeds are not like with like', () => {
  const sample = sampleReport();
  expect(compareReports([sample, sample], EN).isLikeWithLike).toBe(true);
  expect(compareReports([sample, sampleReport({ speed: 1 })], EN).isLikeWithLike).toBe(false);
});

test('a page has both, and no text as a tag', () => {
  const html = compareHtml([sampleReport(), hostileReport()], EN);
  expect(html.match(/<h2 class="side">/g)).toHaveLength(2);
  expect(html.includes('<img')).toBe(false);
});
