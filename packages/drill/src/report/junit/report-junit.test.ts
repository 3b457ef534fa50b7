import { readXml } from '@understudy/wire/testing';
import { expect, test } from 'vitest';
import { hostileReport, sampleReport } from '../sample-report.fixture.ts';
import { reportJunit } from './report-junit.ts';

test('an expectation is a test case, and fails where it was missed', () => {
  const root = readXml(reportJunit(sampleReport()));
  const [suite] = root.children;
  expect([root.name, suite?.name]).toEqual(['testsuites', 'testsuite']);
  const cases = suite?.children.filter(({ name }) => name === 'testcase');
  expect(cases?.map(({ children }) => children.map(({ name }) => name))).toEqual([[], ['failure']]);
});

test('what a report says stays text', () => {
  const xml = reportJunit(hostileReport());
  expect(() => readXml(xml)).not.toThrow();
  expect(xml).not.toMatch(/<img|[\u0000\u001b]/);
});
