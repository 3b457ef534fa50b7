import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { processesOf } from '../../bench/support/process-tree.ts';
import { REPOSITORY, run, type Finished } from './cli.ts';
import { until } from './until.ts';

const PACK_WITHIN_MS = 180_000;
const INSTALL_WITHIN_MS = 300_000;
const COMMAND_WITHIN_MS = 120_000;
const LEFT_MS_MAX = 10_000;
/** What npm says where nobody can be asked and its cache does not have it. */
const UNREACHABLE = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/;
/** As few questions as can be: what npm has in its cache, it takes from there. */
const QUIETLY = ['--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];

/** The packages as they would be published, and a project of somebody who installed them. */
export class PackedInstall implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-packed-'));

  /** The project, with the package.json that `npm init` writes. */
  readonly project = path.join(this.#folder, 'project');

  async pack(): Promise<void> {
    const program = path.join(REPOSITORY, 'tools/publish/main.ts');
    const words = [program, path.join(this.#folder, 'packed')];
    const packed = await run(process.execPath, words, { withinMs: PACK_WITHIN_MS });
    if (packed.code !== 0) throw new Error(`nothing was packed:\n${packed.stderr}`);
  }

  /**
   * Installs the packages into a new folder, all of them or those of these names.
   *
   * @returns why not, where the registry cannot be asked
   */
  async install(folder: string, names: string[], ...words: string[]): Promise<string | undefined> {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "bakery", "type": "commonjs" }');
    const tarballs = names.map((name) => path.join(this.#folder, 'packed', `${name}-*.tgz`));
    const { code, stderr } = await run(
      'npm',
      ['install', ...QUIETLY, ...words, ...globSync(tarballs)],
      { cwd: folder, withinMs: INSTALL_WITHIN_MS },
    );
    if (code === 0) return undefined;
    const [unreachable] = UNREACHABLE.exec(stderr) ?? [];
    if (unreachable !== undefined) return `the packages' registry cannot be asked: ${unreachable}`;
    throw new Error(`npm install failed:\n${stderr}`);
  }

  /** A file of the project. */
  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.project, file)), { recursive: true });
    writeFileSync(path.join(this.project, file), text);
  }

  /** `understudy …` as the project has it, begun by any Node.js. */
  understudy(
    node: string,
    words: string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    return this.run(node, [path.join('node_modules/.bin/understudy'), ...words], env);
  }

  run(
    program: string,
    words: string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    return run(program, words, {
      cwd: this.project,
      // The variable marks every process that comes of it.
      env: { NO_COLOR: '1', UNDERSTUDY_SCENARIO: this.#folder, ...env },
      withinMs: COMMAND_WITHIN_MS,
    });
  }

  async nothingRuns(): Promise<void> {
    const none = (): true | undefined =>
      processesOf(this.#folder).length === 0 ? true : undefined;
    await until('no process is left', none, { withinMs: LEFT_MS_MAX });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { pid } of processesOf(this.#folder)) process.kill(pid, 'SIGKILL');
    await this.nothingRuns();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
