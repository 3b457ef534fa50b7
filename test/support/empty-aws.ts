import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { understudy } from './cli.ts';

/** An engine that no site was brought up on: AWS, as far as whoever has its keys can see. */
export class EmptyAws implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'understudy-aws-'));
  /** Where it is, and its administrator's key. */
  #environment: Record<string, string> = {};

  async start(regions: readonly string[], ...words: string[]): Promise<void> {
    await this.run('engine', '--detach', '--port', '0', '--region', ...regions, ...words);
    const exports = await this.run('env');
    const told = /^export (AWS_(?:ENDPOINT_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY))='([^']*)'$/gm;
    this.#environment = Object.fromEntries(
      [...exports.matchAll(told)].map(([, name = '', value = '']) => [name, value]),
    );
  }

  /** All that somebody is told who may do what a policy says, and nothing else. */
  async userWith(policy: string): Promise<Readonly<Record<string, string>>> {
    const { AWS_ENDPOINT_URL: endpoint = '', ...key } = this.#environment;
    const credentials = {
      accessKeyId: key['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: key['AWS_SECRET_ACCESS_KEY'] ?? '',
    };
    const iam = new IAMClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
    const UserName = 'deployer';
    await iam.send(new CreateUserCommand({ UserName }));
    const { Policy: made } = await iam.send(
      new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument: policy }),
    );
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: made?.Arn }));
    const { AccessKey: own } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    iam.destroy();
    return {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: own?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: own?.SecretAccessKey ?? '',
    };
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
