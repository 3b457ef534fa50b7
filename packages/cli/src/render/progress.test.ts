import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Progress } from './progress.ts';

let written = '';
const isTerminal = process.stderr.isTTY;

beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => {
  process.stderr.isTTY = isTerminal;
});

describe('progress without a terminal', () => {
  beforeEach(() => {
    process.stderr.isTTY = false;
  });

  test('is one line a finished step and a note, and nothing for what changes', () => {
    const progress = new Progress({ enabled: true });
    progress.update('deploying');
    progress.done('stack zone');
    progress.note('one property has no effect');
    progress.clear();
    const lines = stripVTControlCharacters(written).split('\n');
    expect(lines[0]).toMatch(/^✓ stack zone \d+\.\d s$/);
    expect(lines[1]).toBe('! one property has no effect');
    expect(lines[2]).toBe('');
    expect(written).not.toContain('\r');
  });

  test('tells what takes long, again and again', async () => {
    const progress = new Progress({ enabled: true, stillWallMs: 20 });
    progress.update('shop-zone  1/2  Zone create in progress');
    await vi.waitFor(() => {
      const lines = stripVTControlCharacters(written).split('\n');
      const still = lines.filter((line) => /^… shop-zone {2}1\/2 {2}Zone .* \d\.\d s$/.test(line));
      expect(still.length).toBeGreaterThan(1);
    });
    progress.end();
    const before = written;
    progress.update('more');
    expect(written).toBe(before);
  });

  test('says nothing when the output is for programs', () => {
    const progress = new Progress({ enabled: false });
    progress.update('deploying');
    progress.done('stack zone');
    progress.note('a note');
    progress.clear();
    expect(written).toBe('');
  });
});

describe('progress on a terminal', () => {
  test('keeps what is at work in the last line', () => {
    process.stderr.isTTY = true;
    const progress = new Progress({ enabled: true });
    progress.update('deploying');
    progress.done('stack zone');
    const lines = stripVTControlCharacters(written).split('\n');
    expect(lines.at(-1)).toContain('… deploying');
    progress.clear();
    expect(written.endsWith('\r\x1b[K')).toBe(true);
  });
});
