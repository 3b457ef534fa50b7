import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findScenario } from './find-scenario.ts';

const OWN = `export default {
  name: 'own', title: 'Mine', description: 'Mine.', failsOver: false, expect: {},
  faults: ({ standby }) => [{ atSeconds: 0, fault: { subject: 'region', region: standby } }],
};`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-scenarios-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('one that comes with Understudy, by its name', async () => {
  expect((await findScenario('region-loss')).name).toBe('region-loss');
});

test('one of the user, by its file', async () => {
  expect((await findScenario(fileWith('own.ts', OWN))).title).toBe('Mine');
});

test.each(['region-lost', './nowhere.ts'])('%s is unknown', async (name) => {
  await expect(findScenario(name)).rejects.toMatchObject({ code: 'DrillUnknown' });
});

test.each([
  ['none.ts', 'export const drill = 1;', 'the default export'],
  ['wrong.ts', OWN.replace("'own'", "'My own'"), 'name: not lower-case'],
  ['broken.ts', 'export default {', 'broken.ts'],
])('%s is told to be no drill', async (name, text, said) => {
  await expect(findScenario(fileWith(name, text))).rejects.toMatchObject({
    code: 'DrillInvalid',
    message: expect.stringContaining(said) as string,
  });
});
