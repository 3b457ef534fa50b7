import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { EngineInfo } from '@understudy/engine';
import { processesOf } from '../../bench/support/process-tree.ts';
import {
  REPOSITORY,
  startUnderstudy,
  startUnderstudyAtTerminal,
  understudy,
  type Finished,
  type RunOptions,
} from './cli.ts';
import { Foreground } from './foreground.ts';
import { until } from './until.ts';

export interface StatusReport {
  endpoint: string;
  dns: { address: string; port: number };
  site: { url: string; servedBy: { region: string; edge: string | null } | null };
  faults: { id: string; description: string }[];
  regions: { name: string; role: string; state: string }[];
  systems: { step: number; name: string; state: string; evidence: string }[];
  processes: { name: string; pid: number | null; state: string }[];
}

/**
 * That nothing is left, on a slow machine too; that it takes three seconds at most is a figure of
 * `bench/`.
 */
const LEFT_MS_MAX = 10_000;

/** A copy of an example in a folder of its own, so that scenarios do not meet. */
export class ExampleSite implements AsyncDisposable {
  readonly folder: string;
  readonly #started: Foreground[] = [];

  constructor(example = 'ticketing') {
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-scenario-'));
    cpSync(path.join(REPOSITORY, 'examples', example), this.folder, {
      recursive: true,
      filter: (file) => !file.includes('.understudy'),
    });
    // The configuration imports the site package, as an installed project's would.
    symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  get state(): string {
    return path.join(this.folder, '.understudy');
  }

  /**
   * The variable marks every process that comes of it, so that those that are left can be found.
   */
  get #options(): RunOptions & { cwd: string } {
    return { cwd: this.folder, env: { UNDERSTUDY_SCENARIO: this.folder } };
  }

  /** Where the running engine is, as clients find it. */
  get endpoint(): EngineInfo {
    return JSON.parse(readFileSync(path.join(this.state, 'engine.json'), 'utf8')) as EngineInfo;
  }

  /** `up --detach --json`: returns when the site answers. */
  async up(...words: string[]): Promise<StatusReport> {
    const { code, stdout, stderr } = await this.run(
      ['up', '--detach', '--json', '--port', '0', ...words],
      120_000,
    );
    if (code !== 0) throw new Error(`up failed with ${code}:\n${stdout}\n${stderr}\n${this.log()}`);
    return JSON.parse(stdout) as StatusReport;
  }

  async status(): Promise<StatusReport> {
    const { stdout } = await this.run(['status', '--json']);
    return JSON.parse(stdout) as StatusReport;
  }

  run(words: string[], withinMs?: number): Promise<Finished> {
    return understudy(words, { ...this.#options, ...(withinMs !== undefined && { withinMs }) });
  }

  /** Starts a command that stays, such as `up` in the foreground. */
  start(words: string[], env: Record<string, string> = {}): Foreground {
    const options = { ...this.#options, env: { ...this.#options.env, ...env } };
    const started = new Foreground(startUnderstudy(words, options));
    this.#started.push(started);
    return started;
  }

  /** The same at a terminal, whose keys `type` presses. */
  startAtTerminal(words: string[]): Foreground {
    const started = new Foreground(startUnderstudyAtTerminal(words, this.#options));
    this.#started.push(started);
    return started;
  }

  /** The site's configuration, with a text in it replaced. */
  edit(file: string, from: string, to: string): void {
    const whole = path.join(this.folder, file);
    const before = readFileSync(whole, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} does not contain ${from}`);
    writeFileSync(
      whole,
      before.replace(from, () => to),
    );
  }

  /** Resolves when no process of this site is left: engine, regions, instances. */
  async nothingRuns(withinMs = LEFT_MS_MAX): Promise<void> {
    const none = (): true | undefined => (processesOf(this.folder).length === 0 ? true : undefined);
    await until('no process is left', none, { withinMs }).catch((error: unknown) => {
      const left = processesOf(this.folder).map(({ pid }) => `${pid} ${commandLine(pid)}`);
      throw new Error(`left after ${withinMs} ms:\n${left.join('\n')}`, { cause: error });
    });
  }

  log(): string {
    try {
      return readFileSync(path.join(this.state, 'engine.log'), 'utf8').slice(-4_000);
    } catch {
      return '';
    }
  }

  /** Stops what runs. What does not stop is a defect, and is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const started of this.#started) started.kill('SIGTERM');
    await Promise.all(this.#started.map((started) => started.ended));
    if (existsSync(path.join(this.state, 'engine.json'))) await this.run(['down']);
    try {
      await this.nothingRuns();
    } finally {
      for (const { pid } of processesOf(this.folder)) process.kill(pid, 'SIGKILL');
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200);
  } catch {
    return '(gone meanwhile)';
  }
}
