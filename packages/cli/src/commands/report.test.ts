import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { sampleReport } from '@understudy/drill/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DrillsWriter } from '../reports/write-drills.ts';
import { writeReport } from '../reports/write-report.ts';
import { report, type ReportFlags } from './report.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-report-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const config = (): string => path.join(folder, 'understudy.config.ts');
const PLAIN = { lang: 'en' } as const;

/** What the command prints. */
async function printed(named?: string, flags: Partial<ReportFlags> = {}): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  await report(named, { config: config(), ...flags });
  return stripVTControlCharacters(written.join(''));
}

function writeOne(): string {
  return writeReport(sampleReport(), { config: config(), ...PLAIN });
}

/** Two drills, of one of which a report is in `drills/…-all/standby-down`. */
function writeTwo(): string {
  const writer = new DrillsWriter(['region-loss', 'standby-down'], { config: config(), ...PLAIN });
  writer.add(sampleReport({ startedAt: '2026-11-29T00:00:00.000Z' }));
  const scenario = { ...sampleReport().scenario, name: 'standby-down' };
  writer.add(sampleReport({ scenario, verdict: 'passed', seed: 9 }));
  return path.dirname(writer.page ?? '');
}

test('the last report is shown, with its page', async () => {
  const written = writeOne();
  rmSync(path.join(written, 'report.html'));
  const text = await printed();
  expect(text).toMatch(/^The primary region is lost: missed\n/);
  expect(text).toContain('report.html\n');
  expect(readFileSync(path.join(written, 'report.html'), 'utf8')).toContain('<html lang="en">');
});

test('another language writes the page anew', async () => {
  const written = writeOne();
  await printed(written, { lang: 'ko' });
  expect(readFileSync(path.join(written, 'report.html'), 'utf8')).toContain('<html lang="ko">');
});

test.each([
  [{ markdown: true }, /^### ❌ Missed/],
  [{ junit: true }, /^<\?xml [^]*<testsuite name="understudy drill region-loss"/],
  [{ json: true }, /^\{"scenario":"region-loss",[^\n]*report\.json"\}\n$/],
] as const)('%o', async (flags, expected) => {
  expect(await printed(writeOne(), flags)).toMatch(expected);
});

test.each([
  [{}, /^ +DRILL [^]*1 of 2 missed\n\nreport: .*drills\.html\n$/],
  [{ markdown: true }, /^### ❌ 1 of 2 missed/],
  [{ junit: true }, /<testsuite name="understudy drills" tests="2" failures="1"/],
  [{ json: true }, /^(\{"scenario":[^\n]*report\.json"\}\n){2}$/],
] as const)('of several drills: %o', async (flags, expected) => {
  writeOne();
  writeTwo();
  expect(await printed(undefined, flags)).toMatch(expected);
});

test('of several drills the page is written anew, and each is found by its folder', async () => {
  const written = writeTwo();
  await printed(written, { lang: 'ko' });
  const html = readFileSync(path.join(written, 'drills.html'), 'utf8');
  expect(html).toContain('<html lang="ko">');
  expect(html.match(/<details class="drill"/g)).toHaveLength(2);
  expect(await printed(path.join(written, 'standby-down'), { json: true })).toContain('"seed":9');
});

test('two reports are compared; of several drills one must be named', async () => {
  const [one, two] = [writeOne(), writeTwo()];
  const text = await printed(undefined, { compare: [one, path.join(two, 'standby-down')] });
  expect(text).toContain('FIGURE');
  expect(existsSync(path.join(two, 'standby-down', 'comparison.html'))).toBe(true);
  await expect(printed(undefined, { compare: [one, two] })).rejects.toMatchObject({
    code: 'UsageInvalid',
    message: expect.stringContaining('of several drills') as string,
  });
  await expect(printed(undefined, { compare: [one] })).rejects.toMatchObject({
    message: '--compare takes two reports',
  });
});

test('evidence is a zip beside the report, or where it is asked for', async () => {
  const written = writeOne();
  expect(await printed(written, { evidence: true })).toContain('evidence.zip');
  const named = path.join(folder, 'auditors.zip');
  await printed(written, { evidence: named });
  expect(readFileSync(named).subarray(0, 2).toString()).toBe('PK');
});
