import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startUnderstudyAtTerminal, understudy } from './support/cli.ts';
import { Foreground } from './support/foreground.ts';
import { until } from './support/until.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-init-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const init = (...words: string[]) => understudy(['init', ...words], { cwd: folder });

test('flags alone are enough, and the answer is told as JSON', async () => {
  const { code, stdout } = await init(
    ...['--template', 'python', '--domain', 'bakery.kr', '--app', 'shop', '--json'],
    ...['--primary', 'ap-northeast-2', '--standby', 'eu-west-1'],
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    site: {
      domain: 'bakery.kr',
      primary: 'ap-northeast-2',
      standby: 'eu-west-1',
      serves: { app: 'shop' },
    },
    files: [
      { path: 'understudy.config.ts', state: 'written' },
      { path: 'shop/app.py', state: 'written' },
      { path: 'shop/requirements.txt', state: 'written' },
      { path: 'shop/Procfile', state: 'written' },
      { path: '.gitignore', state: 'written' },
    ],
    next: ['npm install --save-dev understudy-aws', 'npx understudy up'],
  });
  expect(read('understudy.config.ts')).toContain("domain: 'bakery.kr'");
});

test('an app that is there is found, and nothing of it is written over', async () => {
  mkdirSync(path.join(folder, 'web'));
  writeFileSync(path.join(folder, 'web/package.json'), '{"scripts":{"start":"node main.js"}}');
  expect((await init()).code).toBe(0);
  expect(read('web/Procfile')).toBe('web: node main.js\n');
  expect(read('understudy.config.ts')).toContain("app: './web'");

  const again = await init();
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('understudy.config.ts is there already');
});

test.each([
  [[], 'there is no app that is known'],
  [['--template', 'node', '--domain', 'not a domain'], 'domain is "not a domain"'],
  [['--template', 'node', '--primary', 'us-west-2', '--standby', 'us-west-2'], 'standby is'],
  [['--template', 'perl'], 'perl'],
])('init %j writes nothing and says why', async (words, reason) => {
  const { code, stderr } = await init(...words);
  expect(code).not.toBe(0);
  expect(stderr).toContain(reason);
  expect(readdirSync(folder)).toEqual([]);
});

test('at a terminal it asks for what was not given', async () => {
  const words = ['init', '--template', 'go', '--primary', 'eu-west-1'];
  const terminal = new Foreground(startUnderstudyAtTerminal(words, { cwd: folder }));
  const answer = async (question: string, keys: string): Promise<void> => {
    const isAsked = (): true | undefined =>
      terminal.written().includes(question) ? true : undefined;
    await terminal.during(until(`it asks ${question}`, isAsked, { withinMs: 20_000 }));
    terminal.type(keys);
  };
  await answer('Domain (example.com)', 'bakery.kr\r');
  await answer('Region that takes over (us-west-2)', '\r');
  expect(await terminal.ended).toBe(0);
  const config = read('understudy.config.ts');
  for (const line of ["domain: 'bakery.kr'", "primary: 'eu-west-1'", "standby: 'us-west-2'"])
    expect(config).toContain(line);
});
