import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examplesIn } from './examples.ts';
import { given } from './given.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CHECK_WALL_MS_MAX = 240_000;
const examples = examplesIn(ROOT, given).map((example, index) => ({
  ...example,
  name: `${index}.mts`,
}));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'understudy-examples-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const { name, text } of examples) writeFileSync(path.join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

test(
  'the examples of READMEs pass the compiler',
  () => {
    const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) =>
      readFileSync(file, 'utf8'),
    ) as { config: object };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    const files = examples.map(({ name }) => path.join(folder, name));
    const program = ts.createProgram(files, { ...options, noUnusedLocals: false });
    const problems = examples.flatMap(({ readme, name }) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(path.join(folder, name)))
        .map((one) => `${readme}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`),
    );
    expect(problems).toEqual([]);
    expect(examples.length).toBeGreaterThan(10);
  },
  CHECK_WALL_MS_MAX,
);

test(
  'those that need no more than a service run',
  async () => {
    const running = examples.filter(({ runs }) => runs);
    for (const { name } of running)
      await promisify(execFile)(process.execPath, [path.join(folder, name)]);
    expect(running.map(({ readme }) => path.basename(path.dirname(readme)))).toEqual(
      expect.arrayContaining(['route53domains', 'ssm', 'sts']),
    );
  },
  CHECK_WALL_MS_MAX,
);
