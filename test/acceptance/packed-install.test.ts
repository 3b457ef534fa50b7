import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { REPOSITORY } from '../support/cli.ts';
import { deployerPolicy } from '../support/deployer-policy.ts';
import { EmptyAws } from '../support/empty-aws.ts';
import { PackedInstall } from '../support/packed.ts';

const PREPARED_WITHIN_MS = 480_000;
const REMOVED_WITHIN_MS = 240_000;
const NEEDED_BY_NODE = 24;

/** Somebody's own, who knows nothing of this repository. */
const APP = `require('node:http')
  .createServer((request, response) => response.end('fresh bread'))
  .listen(process.env.PORT);
`;
const MANIFEST = '{ "name": "bakery-web", "scripts": { "start": "node server.js" } }';

/** What is on people's machines; where it is older than ours, it must be enough to begin with. */
const system = systemNode();
const isOlder = system !== undefined && system.major < NEEDED_BY_NODE;
const node = isOlder ? system.file : process.execPath;
const begun = isOlder
  ? `begun by Node.js ${system.major}`
  : 'begun by Node.js 24 (skipped for an older one: none is here)';
const isCurlAbsent = spawnSync('curl', ['--version']).error !== undefined;

let packed: PackedInstall;
let unreachable: string | undefined;

beforeAll(async () => {
  packed = new PackedInstall();
  await packed.pack();
  unreachable = await packed.install(packed.project, ['understudy']);
  packed.write('web/package.json', MANIFEST);
  packed.write('web/server.js', APP);
}, PREPARED_WITHIN_MS);
afterAll(() => packed[Symbol.asyncDispose](), REMOVED_WITHIN_MS);

function skipUnlessInstalled(context: TestContext): void {
  if (unreachable !== undefined) context.skip(`skipped: ${unreachable}`);
}

async function understudy(
  words: string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await packed.understudy(node, words, env);
  if (code !== 0) throw new Error(`${words.join(' ')} failed with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

test('npx starts the command', async (context) => {
  skipUnlessInstalled(context);
  const { stdout } = await packed.run('npx', ['--no-install', 'understudy', '--version']);
  const manifest = readFileSync(path.join(REPOSITORY, 'packages/cli/package.json'), 'utf8');
  expect(stdout.trim()).toBe((JSON.parse(manifest) as { version: string }).version);
});

test('a configuration loads no construct library, which understudy-aws/cdk does', async (context) => {
  skipUnlessInstalled(context);
  const loads = async (name: string): Promise<string> => {
    const script = `await import('${name}');
      const { cache } = (await import('node:module')).createRequire('/');
      process.stdout.write(String(Object.keys(cache).some((file) => file.includes('aws-cdk-lib'))));`;
    return (await packed.run(process.execPath, ['--input-type=module', '--eval', script])).stdout;
  };
  expect(await loads('understudy-aws')).toBe('false');
  expect(await loads('understudy-aws/cdk')).toBe('true');
});

test('the engine installs without the construct library', async (context) => {
  skipUnlessInstalled(context);
  const folder = path.join(packed.project, 'engine-alone');
  const names = ['contract', 'wire', 'dataplane', 'engine'].map((name) => `understudy-${name}`);
  const failed = await packed.install(folder, names, '--package-lock-only');
  if (failed !== undefined) return context.skip(`skipped: ${failed}`);
  const lock = readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  expect(lock).toContain('"node_modules/@understudy/engine"');
  expect(lock).toContain('"node_modules/@aws-sdk/client-s3"');
  expect(lock).not.toContain('aws-cdk');
});

test(`init writes a configuration for the app that is there, ${begun}`, async (context) => {
  skipUnlessInstalled(context);
  const regions = ['--primary', 'ap-northeast-2', '--standby', 'us-east-1'];
  const written = await understudy(['init', '--app', 'web', '--domain', 'bakery.kr', ...regions]);
  expect(written).toContain('understudy.config.ts');
  const config = readFileSync(path.join(packed.project, 'understudy.config.ts'), 'utf8');
  expect(problemsOf('right.ts', config)).toEqual([]);
  expect(problemsOf('wrong.ts', config.replace("'bakery.kr'", '5'))).toEqual([
    "Type 'number' is not assignable to type 'string'.",
  ]);
});

test.skipIf(isCurlAbsent)(
  `the site is brought up and answers, and its end leaves nothing, ${begun}`,
  { timeout: 240_000 },
  async (context) => {
    skipUnlessInstalled(context);
    expect(await understudy(['synth', '--account', '111122223333'])).toContain('bakery-routing');
    await understudy(['up', '--detach', '--port', '0']);
    expect(await understudy(['curl', '-s', 'https://bakery.kr/'])).toBe('fresh bread');
    expect(await understudy(['down'])).toContain('stopped');
    await packed.nothingRuns();
  },
);

test.skipIf(isCurlAbsent)(
  `the site is deployed, changed and deleted with no more than an address and a deployer's keys, ${begun}`,
  { timeout: 300_000 },
  async (context) => {
    skipUnlessInstalled(context);
    await using aws = new EmptyAws();
    await aws.start(['ap-northeast-2'], '--domain', 'bakery.kr', '--speed', '20');
    const deployer = await aws.userWith(deployerPolicy('bakery'));
    const seen = (): Promise<string> => aws.run('curl', '-s', 'https://bakery.kr/');
    const deploy = (): Promise<string> => understudy(['deploy', '--yes'], deployer);

    expect(await deploy()).toContain('bakery-routing');
    expect(await seen()).toBe('fresh bread');
    expect(await understudy(['diff'], deployer)).toContain('no stack changes');

    packed.write('web/server.js', APP.replace('fresh', 'warm'));
    expect(await understudy(['diff'], deployer)).toContain('bakery-us-east-1');
    await deploy();
    expect(await seen()).toBe('warm bread');

    const deleted = await understudy(['destroy', '--aws', '--yes'], deployer);
    expect(deleted).toContain('deleted the stacks of bakery.kr');
    expect(await understudy(['destroy', '--aws', '--yes'], deployer)).toContain('no stack');
  },
);

/** What the compiler says of a file in the project, by the types that are in the packages. */
function problemsOf(name: string, text: string): string[] {
  packed.write(name, text);
  const program = ts.createProgram([path.join(packed.project, name)], {
    module: ts.ModuleKind.Preserve,
    target: ts.ScriptTarget.ES2024,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The first `node` of the search path that is not ours. */
function systemNode(): { file: string; major: number } | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  for (const folder of folders.filter((one) => !one.includes('node_modules'))) {
    const file = path.join(folder, 'node');
    const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
    const major = Number(/^v(\d+)/.exec(stdout ?? '')?.[1]);
    if (major >= 20) return { file, major };
  }
  return undefined;
}
