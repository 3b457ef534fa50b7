import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { PROGRAM, REPOSITORY } from '../support/cli.ts';
import { problemsOf, scriptOf, stepsOf, type Step } from '../support/guide.ts';

const GUIDES = path.join(REPOSITORY, 'docs/guide');
const MODULES = path.join(REPOSITORY, 'node_modules');
/** Programs of the image's build have an environment of their own: paths are written out. */
const REAL_NPM = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
const GUIDE_MS_MAX = 400_000;
/** Then its processes are ended, also when nobody waits for them any more. */
const SCRIPT_SECONDS_MAX = 370;

/**
 * `npm install understudy-aws` in a guide links this repository; that it installs is a test of its
 * own.
 */
const npm = (understudy: string): string => `#!/bin/bash
case "$*" in
  *understudy-aws*) mkdir -p node_modules/.bin && ln -sf "${understudy}" node_modules/.bin/understudy
    ln -sf "${MODULES}/aws-cdk/bin/cdk" node_modules/.bin/cdk
    for one in "${MODULES}"/*; do ln -sfn "$one" node_modules/; done;;
  *) exec "${REAL_NPM}" "$@";;
esac
`;

/** Any port will do, and what AWS does in a minute is shown in six seconds. */
const UNDERSTUDY = `#!/bin/bash
case "\${1:-}" in
  up | engine) command=$1; shift; exec "${process.execPath}" "${PROGRAM}" "$command" --port 0 --speed 10 "$@";;
  *) exec "${process.execPath}" "${PROGRAM}" "$@";;
esac
`;

/** Engines that a guide leaves running are those of its folders. */
const CLEAN_UP = `for state in .understudy ../.understudy */.understudy; do understudy down --state "$state" || true; done >/dev/null 2>&1`;

const guides = readdirSync(GUIDES)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, steps: stepsOf(readFileSync(path.join(GUIDES, name), 'utf8')) }))
  .filter(({ steps }) => steps.some(({ kind }) => kind === 'run'));

const isTranslation = ({ name }: { name: string }): boolean => /\.ko\.md$/.test(name);
const actions = (steps: readonly Step[]): object[] => steps.map(({ line: _, ...step }) => step);

test.each(guides.filter(isTranslation))('$name does what its original does', ({ name, steps }) => {
  const original = guides.find((one) => one.name === name.replace('.ko.md', '.md'));
  expect(actions(steps)).toEqual(actions(original?.steps ?? []));
});

const originals = guides.filter((guide) => !isTranslation(guide));

test.each(originals)('$name does what it says', { timeout: GUIDE_MS_MAX }, async ({ steps }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-guide-'));
  try {
    expect(problemsOf(steps, await outputOf(scriptOf(steps), folder))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Runs a guide's script in an empty folder; what it leaves running is stopped. */
async function outputOf(script: string, folder: string): Promise<string> {
  const tools = path.join(folder, '.tools');
  const site = path.join(folder, 'my-site');
  mkdirSync(tools);
  mkdirSync(site);
  writeProgram(path.join(tools, 'npm'), npm(path.join(tools, 'understudy')));
  writeProgram(path.join(tools, 'understudy'), UNDERSTUDY);
  symlinkSync(process.execPath, path.join(tools, 'node'));
  const bound = ['--kill-after=20', String(SCRIPT_SECONDS_MAX)];
  const child = spawn('timeout', [...bound, 'bash', '-c', `trap '${CLEAN_UP}' EXIT\n${script}`], {
    cwd: site,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${tools}:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      UNDERSTUDY_SCENARIO: folder,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return output;
}

function writeProgram(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
