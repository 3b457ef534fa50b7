import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { pidOf } from './support/tree.ts';
import { until } from './support/until.ts';
import { visit } from './support/visitor.ts';

/** Only root may mount a disk of a size of its own. */
const CANNOT_MOUNT = process.getuid?.() !== 0 || spawnSync('mount', ['-V']).status !== 0;
const REASON = CANNOT_MOUNT ? ' (skipped: only root can mount a small disk)' : '';

const DISK_MEGABYTES = 64;
const WRITES_MAX = 2_000;
/** The engine looks once a second whether it can write, and then begins anew. */
const BACK_MS_MAX = 20_000;
const WITHIN_MS = 20_000;
const REGION = 'us-east-1';

/** A stack that waits, for a certificate that nobody validates. */
const TEMPLATE = JSON.stringify({
  Resources: {
    Kept: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/s', Type: 'String', Value: 'x' } },
    Waiting: {
      Type: 'AWS::CertificateManager::Certificate',
      Properties: { DomainName: 'example.org', ValidationMethod: 'DNS' },
      DependsOn: 'Kept',
    },
  },
});

describe.skipIf(CANNOT_MOUNT)(`a disk that fills up under the engine${REASON}`, () => {
  let site: ExampleSite;
  let filler: string;

  beforeAll(async () => {
    site = new ExampleSite();
    mkdirSync(site.state);
    mount(site.state);
    filler = path.join(site.state, 'filler');
    await site.up('--speed', '10');
  }, 120_000);
  afterAll(async () => {
    await site.run(['down']);
    spawnSync('umount', [site.state]);
    await site[Symbol.asyncDispose]();
  });

  test(
    'ends nothing, is told to every client, and loses nothing',
    { timeout: 120_000 },
    async () => {
      using aws = new Aws(site);
      const cloudFormation = aws.client(CloudFormationClient, REGION);
      const ssm = aws.client(SSMClient, REGION);
      await cloudFormation.send(
        new CreateStackCommand({ StackName: 'waits', TemplateBody: TEMPLATE }),
      );
      await until('the certificate', () => certificates(aws).then((found) => found[0]), {
        withinMs: WITHIN_MS,
      });
      const before = ['global', 'ap-northeast-2', 'us-east-1'].map((name) => pidOf(site, name));
      fill(filler);

      const stored = await putUntilRefused(ssm, filler);
      const refused = {
        name: 'ServiceUnavailable',
        message: expect.stringMatching(
          RegExp(`${site.state}.*(the disk is full|no space is left on its disk)`),
        ) as string,
        $metadata: { httpStatusCode: 503 },
      };
      await expect(ssm.send(new GetParametersCommand({ Names: ['/s'] }))).rejects.toMatchObject(
        refused,
      );
      // As long as it lasts, also when the control plane dies and another one cannot start.
      const first = pidOf(site, 'control-plane');
      process.kill(first, 'SIGKILL');
      const call = (): Promise<Error | undefined> =>
        ssm.send(new GetParametersCommand({ Names: ['/s'] })).then(
          () => undefined,
          (error: Error) => (error.name === 'ServiceUnavailable' ? error : undefined),
        );
      expect(await until('an answer', call, { withinMs: BACK_MS_MAX })).toMatchObject(refused);
      expect((await site.run(['status', '--json'])).stdout).toContain('StateUnwritable');
      expect((await visit(site)).secure).toBe(true);

      rmSync(filler);
      // The stack's own is there or not, as far as the stack has come by then.
      await until('answers', () => found(ssm, ['/s']), { withinMs: BACK_MS_MAX });
      // What the stack was in the middle of is taken back, as after any end of the engine.
      const rolledBack = async (): Promise<true | undefined> => {
        const { Stacks: [stack] = [] } = await cloudFormation.send(
          new DescribeStacksCommand({ StackName: 'waits' }),
        );
        return stack?.StackStatus === 'ROLLBACK_COMPLETE' ? true : undefined;
      };
      await until('the end of the stack', rolledBack, { withinMs: WITHIN_MS });
      expect(await found(ssm, [...stored, nameOf(stored.length), '/s'])).toEqual(stored);
      expect(await certificates(aws)).toEqual([]);
      // Nothing else has even been started anew.
      expect(['global', 'ap-northeast-2', 'us-east-1'].map((name) => pidOf(site, name))).toEqual(
        before,
      );
      expect((await site.status()).systems.map(({ state }) => state)).not.toContain('failing');
    },
  );
});

test.skipIf(CANNOT_MOUNT)(`a disk that is too small is told at once${REASON}`, async () => {
  await using site = new ExampleSite();
  mkdirSync(site.state);
  mount(site.state, 8);
  try {
    const { code, stdout } = await site.run(['up', '--detach', '--json', '--port', '0']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'StateUnwritable',
        message: `the state folder ${site.state} is on a disk with 8 MB left; at least 32 MB are needed`,
      },
    });
  } finally {
    spawnSync('umount', [site.state]);
  }
});

function mount(folder: string, megabytes = DISK_MEGABYTES): void {
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', folder];
  const { status, stderr } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot mount a disk: ${stderr}`);
}

/** To the last byte. */
function fill(file: string): void {
  const chunk = Buffer.alloc(65_536);
  try {
    for (let written = 0; written < DISK_MEGABYTES * 1_000_000 * 2; written += chunk.length)
      appendFileSync(file, chunk, { mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

const nameOf = (index: number): string => `/fill/${String(index).padStart(5, '0')}`;

/** The names of those that were stored: SQLite has some room in its own files yet. */
async function putUntilRefused(ssm: SSMClient, filler: string): Promise<string[]> {
  const stored: string[] = [];
  for (let index = 0; index < WRITES_MAX; index += 1) {
    const name = nameOf(index);
    try {
      await ssm.send(
        new PutParameterCommand({ Name: name, Type: 'String', Value: 'x'.repeat(4_000) }),
      );
      stored.push(name);
    } catch (error) {
      expect(error).toMatchObject({ name: 'ServiceUnavailable' });
      return stored;
    }
    fill(filler);
  }
  throw new Error(`the disk is not full after ${WRITES_MAX} writes`);
}

/** Those of the names that are there. */
async function found(ssm: SSMClient, names: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
  for (let start = 0; start < names.length; start += 10) {
    const { Parameters: some = [] } = await ssm.send(
      new GetParametersCommand({ Names: names.slice(start, start + 10) }),
    );
    all.push(...some.map(({ Name: name = '' }) => name));
  }
  return all.toSorted();
}

async function certificates(aws: Aws): Promise<string[]> {
  const { CertificateSummaryList: all = [] } = await aws
    .client(ACMClient, REGION)
    .send(new ListCertificatesCommand({}));
  return all.flatMap(({ DomainName: name }) => (name === 'example.org' ? [name] : []));
}
