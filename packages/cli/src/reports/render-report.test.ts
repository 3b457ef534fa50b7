import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { PROFILES, type Report } from '@understudy/drill/report';
import { sampleReport } from '@understudy/drill/testing';
import { renderReport } from './render-report.ts';

function linesOf(report: Report): string[] {
  return stripVTControlCharacters(renderReport(report)).split('\n');
}

test('no line is longer than a terminal, however long the texts', () => {
  const long = { text: 'word '.repeat(60), measured: 'it was so '.repeat(20), met: true } as const;
  const report = sampleReport({ expectations: [{ of: 'scenario', ...long }] });
  for (const line of linesOf(report)) expect(line.length, line).toBeLessThanOrEqual(80);
});

test('each profile has a row, its figures below their heads', () => {
  const lines = linesOf(sampleReport());
  const head = lines.find((line) => line.startsWith('CLIENT')) ?? '';
  for (const profile of PROFILES) {
    const row = lines.find((line) => line.startsWith(`${profile} `)) ?? '';
    expect(row.slice(0, head.indexOf('RTO') + 3)).toMatch(
      profile === 'browser' ? /never$/ : /38\.5 s$/,
    );
  }
});

test('the setting that would help, and by how much', () => {
  expect(linesOf(sampleReport())).toContain(
    '  → healthCheck.failureThreshold: 3 → 2 (saves about 10.0 s)',
  );
});

test('a text cannot steer the terminal', () => {
  const scenario = { ...sampleReport().scenario, title: 'a\u001b]0;b\u0007c' };
  expect(renderReport(sampleReport({ scenario }))).not.toMatch(/\u001b\]|\u0007/);
});

test('failures by who made them, over time', () => {
  const lines = linesOf(sampleReport());
  const row = lines.find((line) => line.startsWith('edge '));
  // All fail from 1 s to 39.5 s of a minute that begins 20 s before, in all five profiles.
  expect(row).toMatch(/^edge +195 {2} {10}▄█{19}$/);
  expect(linesOf(sampleReport({ seconds: [] })).join()).not.toContain('FAILED BY');
});
