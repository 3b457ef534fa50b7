import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-modules-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** In a process of its own: vitest reads TypeScript by itself. */
async function imported(
  files: Record<string, string>,
): Promise<{ stdout: string; stderr: string }> {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  const program = new URL('./written-as-modules.ts', import.meta.url).href;
  const script = `const { importWrittenAsModules } = await import('${program}');
    const { default: found } = await importWrittenAsModules('file://${directory}/a.ts');
    process.stdout.write(JSON.stringify(found));`;
  return await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
}

const MODULES = {
  'a.ts': "import { b } from './b.ts';\nexport default [b, import.meta.url];\n",
  'b.ts': 'export const b: number = 1;\n',
};

test.each([['{ "type": "commonjs" }'], ['{ "name": "bakery" }'], ['{ "type": "module" }']])(
  'what is written as a module is one, without a warning, beside a package.json of %s',
  async (manifest) => {
    const { stdout, stderr } = await imported({ ...MODULES, 'package.json': manifest });
    expect(JSON.parse(stdout)).toEqual([1, `file://${directory}/a.ts`]);
    expect(stderr).toBe('');
  },
);

test('what is written as CommonJS stays that', async () => {
  const { stdout } = await imported({
    'package.json': '{ "type": "commonjs" }',
    'a.ts': "const { b } = require('./b.ts');\nmodule.exports = [b as number, __dirname];\n",
    'b.ts': 'module.exports = { b: 1 as number };\n',
  });
  expect(JSON.parse(stdout)).toEqual([1, directory]);
});
