import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

export const REPOSITORY = path.resolve(import.meta.dirname, '../..');
export const PROGRAM = path.join(REPOSITORY, 'packages/cli/bin/understudy.mjs');
const OUTPUT_BYTES_MAX = 1_000_000;

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  withinMs?: number;
}

/** Starts `understudy …` as a user would, without waiting. */
export function startUnderstudy(words: string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...words], {
    cwd: options.cwd ?? REPOSITORY,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * The same at a terminal that `script` of util-linux makes: what is written to its input are keys.
 */
export function startUnderstudyAtTerminal(words: string[], options: RunOptions = {}): ChildProcess {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', PROGRAM, ...words];
  return spawn('script', ['--quiet', '--return', '--command', command.join(' '), '/dev/null'], {
    cwd: options.cwd ?? REPOSITORY,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs `understudy …` to its end. */
export function understudy(words: string[], options: RunOptions = {}): Promise<Finished> {
  return finish(startUnderstudy(words, options), options.withinMs ?? 60_000);
}

/** Runs any program to its end. */
export function run(program: string, words: string[], options: RunOptions = {}): Promise<Finished> {
  const child = spawn(program, words, {
    cwd: options.cwd ?? REPOSITORY,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return finish(child, options.withinMs ?? 30_000);
}

export function finish(child: ChildProcess, withinMs: number): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout
      ?.setEncoding('utf8')
      .on('data', (text: string) => (stdout = (stdout + text).slice(-OUTPUT_BYTES_MAX)));
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (stderr = (stderr + text).slice(-OUTPUT_BYTES_MAX)));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not over within ${withinMs} ms; it wrote:\n${stdout}\n${stderr}`));
    }, withinMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}
