import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { errorText, UnderstudyError } from '@understudy/contract';
import { defineSite, readApp, recognizeApp, SiteConfigError } from '@understudy/site';
import {
  decideApp,
  decideConfig,
  filesOf,
  type AppAnswer,
  type InitFlags,
} from '../init/answers.ts';
import type { ConfigAnswers } from '../init/config-text.ts';
import { CONFIG_FILE, planFiles, type PlannedFile } from '../init/plan-files.ts';
import type { ExistingApp } from '../init/procfile-command.ts';
import { questionsAtTerminal } from '../init/questions.ts';
import { table } from '../render/table.ts';

const PACKAGE = 'understudy-aws';

/** Writes a site's configuration, and an app where there is none. Nothing is written over. */
export async function init(flags: InitFlags & { json?: true }): Promise<void> {
  const folder = process.cwd();
  // Before anything is asked: the answers would be lost.
  refuseWritten(existsSync(path.join(folder, CONFIG_FILE)) ? [CONFIG_FILE] : []);
  using questions = questionsAtTerminal();
  const app = await decideApp(flags, questions, (name) => readExisting(path.resolve(folder, name)));
  const answers = await decideConfig(flags, app, questions);
  checkAnswers(answers);
  const existing = (name: string): string | undefined => readText(path.resolve(folder, name));
  const plan = planFiles(answers, filesOf(app), existing);
  refuseWritten(plan.taken);
  for (const file of plan.files) write(folder, file);
  const next = nextSteps(folder);
  process.stdout.write(
    flags.json === undefined
      ? `${rendered(plan.files, app, next)}\n`
      : `${JSON.stringify({ folder, site: answers, files: plan.files.map(({ path: file, state }) => ({ path: file, state })), next })}\n`,
  );
}

function refuseWritten(taken: readonly string[]): void {
  if (taken.length > 0)
    throw new UnderstudyError('FileUnusable', {
      message: `${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already, and nothing is written over`,
      hint: 'move away what is not needed, or begin in another folder',
    });
}

/** By the rules of every configuration; the app's folder may be about to be made. */
function checkAnswers(answers: ConfigAnswers): void {
  const { domain, primary, standby, serves } = answers;
  const web = serves.kind === 'app' ? { app: '.', healthPath: serves.healthPath } : { app: '.' };
  try {
    defineSite({ domain, primary, standby, web });
  } catch (error) {
    if (!(error instanceof SiteConfigError)) throw error;
    throw new UnderstudyError('UsageInvalid', { message: error.message, hint: error.hint });
  }
}

function readExisting(folder: string): ExistingApp {
  const files = readApp(folder);
  const { language } = recognizeApp(files);
  return { ...files, language, read: (name) => readText(path.join(folder, name)) };
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function write(folder: string, { path: name, text }: PlannedFile): void {
  const file = path.resolve(folder, name);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw new UnderstudyError('FileUnusable', {
      message: `${name} cannot be written: ${errorText(cause)}`,
      cause,
    });
  }
}

/** What the configuration imports must be found from where it is. */
function nextSteps(folder: string): string[] {
  const isInstalled = parentsOf(folder).some((parent) =>
    existsSync(path.join(parent, 'node_modules', PACKAGE)),
  );
  return [...(isInstalled ? [] : [`npm install --save-dev ${PACKAGE}`]), 'npx understudy up'];
}

function parentsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...parentsOf(parent)];
}

function rendered(files: readonly PlannedFile[], app: AppAnswer, next: readonly string[]): string {
  const kept =
    app.kind === 'found' && app.app.hasProcfile
      ? [['kept', `the Procfile of ${app.app.folder}`]]
      : [];
  const rows = [...files.map(({ state, path: name }) => [state, name]), ...kept];
  return `${table(rows)}\n\nnext: ${next.join('\n      ')}`;
}
