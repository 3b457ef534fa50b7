import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sampleReport } from '@understudy/drill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findReport } from './find-report.ts';
import { writeReport } from './write-report.ts';

let folder = '';
let config = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-reports-'));
  config = path.join(folder, 'understudy.config.ts');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('without a name, the last; by name, its folder or file', () => {
  expect(() => findReport(undefined, config)).toThrow('there is no report in');
  const first = writeReport(sampleReport({ seed: 1 }), { config, lang: 'en' });
  const later = { startedAt: '2026-11-29T00:00:00.000Z', seed: 2 };
  writeReport(sampleReport(later), { config, lang: 'ko' });
  expect(findReport(undefined, config).report.seed).toBe(2);
  expect(findReport(first, config).report.seed).toBe(1);
  expect(findReport(path.join(first, 'report.json'), config).report.seed).toBe(1);
});

test.each([
  ['absent.json', undefined, 'ReportUnknown', 'there is no file'],
  ['other.json', '{"name":"x"}', 'ReportInvalid', 'no report of a drill'],
  ['newer.json', '{"version":9}', 'ReportInvalid', 'of version 9'],
  ['broken.json', '{"version":', 'ReportInvalid', 'it is no JSON'],
])('%s is told', (name, text, code, said) => {
  const file = path.join(folder, name);
  if (text !== undefined) writeFileSync(file, text);
  expect(() => findReport(file, config)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(said) as string }) as Error,
  );
});

test('a folder without a report is told', () => {
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  expect(() => findReport(empty, config)).toThrow(path.join(empty, 'report.json'));
});
