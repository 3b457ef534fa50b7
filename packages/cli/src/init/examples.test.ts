import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { decideApp, decideConfig, filesOf } from './answers.ts';
import { planFiles } from './plan-files.ts';
import { TEMPLATE_NAMES } from './templates/names.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../../examples');
const UPDATES = process.env['UPDATE_EXAMPLES'] === '1';
/** Told beside what `init` writes. */
const OWN = ['README.md'];

const nobody = {
  isAnswered: false,
  ask: (_question: string, proposed: string) => Promise.resolve(proposed),
  [Symbol.dispose]: () => undefined,
};

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(\.understudy|node_modules|python_modules|cdk\.out)\//.test(file));
}

test.each(TEMPLATE_NAMES)(
  'init --template %s writes the example (UPDATE_EXAMPLES=1 writes that anew)',
  async (template) => {
    const folder = path.join(EXAMPLES, template);
    const unread = (): never => {
      throw new Error('a template reads nothing');
    };
    const app = await decideApp({ template }, nobody, unread);
    const answers = await decideConfig({}, app, nobody);
    const { files } = planFiles(answers, filesOf(app), () => undefined);
    if (UPDATES)
      for (const { path: name, text } of files) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      }
    const texts = (names: string[]) =>
      Object.fromEntries(
        names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
      );
    const there = filesIn(folder).filter((name) => !OWN.includes(name));
    expect(texts(there)).toEqual(Object.fromEntries(files.map((file) => [file.path, file.text])));
  },
);
