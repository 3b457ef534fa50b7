import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { REPOSITORY, understudy, type Finished } from './cli.ts';

export interface StatusReport {
  endpoint: string;
  dns: { address: string; port: number };
  site: { url: string; servedBy: { region: string; zone: string; instance: string } | null };
  regions: { name: string; role: string; state: string }[];
  systems: { step: number; name: string; state: string; evidence: string }[];
}

/** A copy of the example in a folder of its own, so that scenarios do not meet. */
export class ExampleSite implements AsyncDisposable {
  readonly folder: string;
  #running = false;

  constructor() {
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-scenario-'));
    cpSync(path.join(REPOSITORY, 'examples/ticketing'), this.folder, {
      recursive: true,
      filter: (file) => !file.includes('.understudy'),
    });
    // The configuration imports the site package, as an installed project's would.
    symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  get state(): string {
    return path.join(this.folder, '.understudy');
  }

  get endpoint(): {
    endpoint: string;
    accessKeyId: string;
    secretAccessKey: string;
    token: string;
    caFile: string;
  } {
    return JSON.parse(readFileSync(path.join(this.state, 'engine.json'), 'utf8')) as never;
  }

  /** `up --detach --json`: returns when the site answers. */
  async up(...words: string[]): Promise<StatusReport> {
    this.#running = true;
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
    return understudy(words, { cwd: this.folder, ...(withinMs !== undefined && { withinMs }) });
  }

  log(): string {
    try {
      return readFileSync(path.join(this.state, 'engine.log'), 'utf8').slice(-4_000);
    } catch {
      return '';
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#running) await this.run(['down']);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
