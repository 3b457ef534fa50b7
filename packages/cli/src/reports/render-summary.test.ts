import { stripVTControlCharacters } from 'node:util';
import { sampleReport } from '@understudy/drill/testing';
import { expect, test } from 'vitest';
import { renderSummary } from './render-summary.ts';

test('a line a drill, and how many of them missed', () => {
  const missed = sampleReport({ verdict: 'missed', rto: {} });
  const passed = sampleReport({ verdict: 'passed' });
  const lines = stripVTControlCharacters(renderSummary([passed, missed])).split('\n');
  expect(lines[1]).toMatch(/^✓ {2}\S+ +back in [\d.]+ s +\d+ of \d+$/);
  expect(lines[2]).toMatch(/^✗ {2}\S+ +no outage +\d+ of \d+$/);
  expect(lines.at(-1)).toBe('1 of 2 missed');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test('none that missed', () => {
  const passed = sampleReport({ verdict: 'passed' });
  expect(renderSummary([passed])).toContain('all passed');
});
