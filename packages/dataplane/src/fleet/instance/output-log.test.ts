import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FLEET_LIMITS } from '../limits.ts';
import { OutputArchive } from './output-archive.ts';
import { OutputLog } from './output-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'understudy-output-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the last lines, whole ones, also when they come in pieces', () => {
  const limits = { ...FLEET_LIMITS, outputLinesMax: 2, outputLineCharactersMax: 10 };
  const log = new OutputLog(join(folder, 'a.log'), limits, () => undefined);
  const euro = Buffer.from('€');
  log.write(Buffer.from('one\r\ntwo\nthr'));
  log.write(Buffer.concat([Buffer.from('ee '), euro.subarray(0, 1)]));
  log.write(euro.subarray(1));
  expect(log.lines()).toEqual(['one', 'two', 'three €']);
  log.write(Buffer.from(`\n${'x'.repeat(50)}`));
  expect(log.lines()).toEqual(['two', 'three €', 'x'.repeat(10)]);
  log.note('ended');
  expect(log.lines()).toEqual(['x'.repeat(10), 'ended']);
  log.close();
});

it('writes a file of bounded size and keeps one before it', async () => {
  const limits = { ...FLEET_LIMITS, outputFileBytesMax: 10_000 };
  const file = join(folder, 'a.log');
  const log = new OutputLog(file, limits, () => undefined);
  for (let index = 0; index < 40; index++) {
    if (!log.write(Buffer.from(`${'y'.repeat(999)}\n`)))
      await new Promise<void>((resolve) => log.onDrain(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  log.write(Buffer.from('last\n'));
  log.close();
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('last\n'), {
    withinMs: 2_000,
    what: 'the last line on disk',
  });
  expect(existsSync(`${file}.1`)).toBe(true);
  expect(statSync(file).size + statSync(`${file}.1`).size).toBeLessThanOrEqual(25_000);
});

it('tells once that the disk takes nothing, and goes on in memory', async () => {
  const problems: string[] = [];
  const log = new OutputLog(join(folder, 'missing', 'a.log'), FLEET_LIMITS, (problem) =>
    problems.push(problem),
  );
  log.write(Buffer.from('one\n'));
  await until(() => problems.length > 0, { withinMs: 2_000, what: 'the problem' });
  log.write(Buffer.from('two\n'));
  expect(log.lines()).toEqual(['one', 'two']);
  expect(problems).toEqual([expect.stringContaining('its output is not kept on disk: ENOENT')]);
});

it('forgets the output of the instances that have been gone the longest', () => {
  const archive = new OutputArchive(
    folder,
    { ...FLEET_LIMITS, goneInstancesMax: 2 },
    () => undefined,
  );
  for (const id of ['i-1', 'i-2', 'i-3', 'i-4']) {
    archive.open(id).write(Buffer.from(`${id}\n`));
    if (id !== 'i-4') archive.end(id);
  }
  expect(() => archive.lines('i-1')).toThrow("The instance ID 'i-1' does not exist");
  expect(['i-2', 'i-3', 'i-4'].map((id) => archive.lines(id))).toEqual([['i-2'], ['i-3'], ['i-4']]);
});
