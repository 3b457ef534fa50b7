import type { Report } from '../schema.ts';
import { attribute } from './attribute.ts';

/**
 * A report as the XML that CI systems read of tests: a test case an expectation. There is no
 * standard; this is what they have in common.
 * https://github.com/testmoapp/junitxml
 */
export function reportJunit(report: Report): string {
  const { scenario, expectations, startedAt, wallSeconds } = report;
  const unmet = expectations.filter(({ met }) => !met);
  const errors = unmet.filter(({ of }) => of === 'machine').length;
  const totals = `tests="${expectations.length}" failures="${unmet.length - errors}" errors="${errors}"`;
  const name = attribute(`understudy drill ${scenario.name}`);
  const cases = expectations.map((expectation) => testCase(report, expectation));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${totals} time="${wallSeconds}">
<testsuite name="${name}" ${totals} skipped="0" time="${wallSeconds}" timestamp="${attribute(startedAt)}">
<properties>
${properties(report)}
</properties>
${cases.join('\n')}
</testsuite>
</testsuites>
`;
}

function properties({ design, speed, seed, site, versions }: Report): string {
  const all = { design, speed, seed, domain: site.domain, ...versions };
  return Object.entries(all)
    .map(
      ([name, value]) =>
        `<property name="${attribute(name)}" value="${attribute(String(value))}"/>`,
    )
    .join('\n');
}

function testCase(
  { scenario }: Report,
  { of, text, measured, met }: Report['expectations'][number],
): string {
  const head = `<testcase classname="${attribute(`${scenario.name}.${of}`)}" name="${attribute(text)}" time="0"`;
  if (met) return `${head}/>`;
  const said = attribute(`${text}: ${measured}`);
  return of === 'machine'
    ? `${head}><error type="inconclusive" message="${said}"/></testcase>`
    : `${head}><failure type="missed" message="${said}"/></testcase>`;
}
