import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { REPOSITORY } from './support/cli.ts';
import { PackedInstall } from './support/packed.ts';

const PREPARED_WITHIN_MS = 480_000;
const NEEDED_BY_NODE = 24;
/**
 * What there is on machines of people; where it is older than ours, it must be enough to begin
 * with.
 */
const system = systemNode();
const hasCurl = spawnSync('curl', ['--version']).error === undefined;

let packed: PackedInstall;
let unreachable: string | undefined;

beforeAll(async () => {
  packed = new PackedInstall();
  await packed.pack();
  unreachable = await packed.install(packed.project, ['understudy']);
  packed.write('understudy.config.ts', CONFIG);
  packed.write('web/Procfile', 'web: node server.js\n');
  packed.write('web/server.js', APP);
}, PREPARED_WITHIN_MS);
afterAll(() => packed[Symbol.asyncDispose](), 60_000);

/** Somebody's own, who knows nothing of this repository. */
const CONFIG = `import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    domain: 'bakery.kr',
    primary: 'ap-northeast-2',
    standby: 'us-east-1',
    web: { app: './web', healthPath: '/' },
  },
  import.meta.url,
);
`;
const APP = `require('node:http')
  .createServer((request, response) => response.end('fresh bread'))
  .listen(process.env.PORT);
`;

/** The first \`node\` of the search path that is not ours. */
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

function skipUnlessInstalled(context: TestContext): void {
  if (unreachable !== undefined) context.skip(`skipped: ${unreachable}`);
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

test('a configuration has its types', (context) => {
  skipUnlessInstalled(context);
  packed.write('wrong.ts', CONFIG.replace("'bakery.kr'", '5'));
  const files = ['understudy.config.ts', 'wrong.ts'].map((name) => path.join(packed.project, name));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.Preserve,
    target: ts.ScriptTarget.ES2024,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => [
      path.basename(file?.fileName ?? ''),
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    ]);
  expect(problems).toEqual([['wrong.ts', "Type 'number' is not assignable to type 'string'."]]);
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

const isOlder = system !== undefined && system.major < NEEDED_BY_NODE;
const begins = isOlder
  ? `Node.js ${system.major}`
  : 'Node.js 24 (skipped for an older one: none is here)';

test.skipIf(!hasCurl)(
  `${begins} begins it: templates, a site that answers, and an end that leaves nothing`,
  { timeout: 240_000 },
  async (context) => {
    skipUnlessInstalled(context);
    const node = isOlder ? system.file : process.execPath;
    const understudy = async (...words: string[]): Promise<string> => {
      const { code, stdout, stderr } = await packed.understudy(node, words);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
      return stdout;
    };
    expect(await understudy('synth', '--account', '111122223333')).toContain('bakery-routing');
    await understudy('up', '--detach', '--port', '0');
    expect(await understudy('curl', '-s', 'https://bakery.kr/')).toBe('fresh bread');
    expect(await understudy('down')).toContain('stopped');
    await packed.nothingRuns();
  },
);
