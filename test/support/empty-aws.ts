import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { understudy } from './cli.ts';

/** An engine that no site was brought up on: AWS, as far as whoever has its keys can see. */
export class EmptyAws implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-aws-'));
  /** All that a client is told. */
  #environment: Record<string, string> = {};

  get environment(): Readonly<Record<string, string>> {
    return this.#environment;
  }

  async start(regions: readonly string[], ...words: string[]): Promise<void> {
    await this.run('engine', '--detach', '--port', '0', '--region', ...regions, ...words);
    const exports = await this.run('env');
    const told = /^export (AWS_(?:ENDPOINT_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY))='([^']*)'$/gm;
    this.#environment = Object.fromEntries(
      [...exports.matchAll(told)].map(([, name = '', value = '']) => [name, value]),
    );
  }

  /** `understudy …` of this repository, for this engine. */
  async run(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await understudy(words, { cwd: this.#folder });
    if (code !== 0)
      throw new Error(`${words.join(' ')} failed with ${code}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run('down');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
