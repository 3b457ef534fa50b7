import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindOf, readClient } from './client.ts';
import { formatted } from './formatted.ts';
import { planResource } from './resource.ts';
import { planService } from './service.ts';
import { type Plan, Tree } from './tree.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Of a service that is here; neither the engine nor the example's templates have it. */
const TYPE = 'AWS::Logs::LogStream';
/** A client that the CDK's toolkit brings, of a service that is not here. */
const CLIENT = 'secrets-manager';
const CHECK_WALL_MS_MAX = 240_000;

let folder: string;
let tree: Tree;
let plans: { resource: Plan; service: Plan };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'understudy-new-'));
  const copied = [
    'packages/engine',
    'packages/wire/package.json',
    'tsconfig.json',
    'package.json',
    '.prettierrc.json',
  ];
  for (const file of copied)
    cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  tree = new Tree(folder);
  const resource = await formatted(folder, planResource(tree, TYPE, await loadAwsServiceSpec()));
  tree.write(resource);
  const client = await readClient(folder, CLIENT);
  const service = planService(tree, 'secretsmanager', client, kindOf(client));
  plans = { resource, service: await formatted(folder, service) };
  tree.write(plans.service);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what is made is what the recipes ask for', () => {
  const made = (plan: Plan): string[] => [...Object.keys(plan.made), ...Object.keys(plan.changed)];
  expect(made(plans.resource)).toEqual([
    'packages/engine/src/resources/logs/log-stream.ts',
    'packages/engine/src/resources/logs/log-stream.test.ts',
    tree.whereIs('PROVISIONED_TYPES'),
    'packages/engine/src/services/cloudformation/schemas/resource-types.json',
    tree.whereIs('ResourceProperties'),
    tree.whereIs('RESOURCE_HANDLERS'),
    tree.whereIs('everyType'),
    tree.whereIs('CASES'),
    'packages/engine/src/services/logs/README.md',
  ]);
  expect(made(plans.service).map((file) => path.basename(file))).toEqual([
    'records.ts',
    'secretsmanager-store.ts',
    'check-secret.ts',
    'secrets.ts',
    'secretsmanager-service.ts',
    'secretsmanager-service.test.ts',
    'README.md',
    'registry.ts',
    'tables.ts',
  ]);
  expect(plans.service.next[0]).toMatch(
    /^npm install -E -w packages\/engine @aws-sdk\/client-secrets-manager@3\./,
  );
});

test('what is made has a line for every property, and no other handler loses its own', () => {
  const made = tree.read('packages/engine/src/resources/logs/log-stream.ts');
  expect(made.match(/^ {4}\w+: \{$|^ {4}\w+: \{ refused/gm)).toHaveLength(2);
  expect(made).toContain("'camelCase'");
  const before = readFileSync(path.join(ROOT, tree.whereIs('RESOURCE_HANDLERS')), 'utf8');
  const after = tree.read(tree.whereIs('RESOURCE_HANDLERS'));
  expect(after.split('\n')).toEqual(expect.arrayContaining(before.split('\n')));
  expect(after.split('\n')).toHaveLength(before.split('\n').length + 2);
});

test(
  'what is made passes the compiler',
  () => {
    const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), (file) =>
      readFileSync(file, 'utf8'),
    ) as { config: object };
    const files = Object.values(plans)
      .flatMap(({ made, changed }: Plan) => [...Object.keys(made), ...Object.keys(changed)])
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
    const program = ts.createProgram(files, options);
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(file);
      return [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ];
    });
    expect(problems.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'))).toEqual(
      [],
    );
  },
  CHECK_WALL_MS_MAX,
);

test(
  'the tests that are made fail, and say what is missing',
  async () => {
    const files = Object.values(plans)
      .flatMap(({ made }: Plan) => Object.keys(made))
      .filter((file) => file.endsWith('.test.ts'));
    const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
    const run = promisify(execFile)(process.execPath, [vitest, 'run', '--root', folder, ...files]);
    const output = await run.then(
      () => 'all passed',
      (error: unknown) => Object.values(error as { stdout: string; stderr: string }).join('\n'),
    );
    for (const missing of [
      'create gives the physical id (of LogGroupName, LogStreamName) and no attributes',
      'the bounds of CreateSecret, each a constant with its page',
    ])
      expect(output).toContain(`NOT WRITTEN: ${missing}`);
    expect(output).toMatch(/Tests\s+.*3 failed/);
    expect(output).not.toMatch(/\d passed/);
  },
  CHECK_WALL_MS_MAX,
);

test('nothing is overwritten, and nothing written then', () => {
  const file = Object.keys(plans.service.made)[0] ?? '';
  expect(() => tree.write({ ...plans.service, changed: { 'x.ts': '' } })).toThrow(
    `${file}, packages`,
  );
  expect(tree.has('x.ts')).toBe(false);
});

test('a type that AWS does not publish is refused, with those that may be meant', async () => {
  const database = await loadAwsServiceSpec();
  expect(() => planResource(tree, 'AWS::Log::LogGroup', database)).toThrow(/AWS::Logs::LogGroup/);
  expect(() => planResource(tree, 'AWS::SNSS::Topik', database)).toThrow(/AWS::SNS::Topic/);
  expect(() => planResource(tree, 'AWS::SQS::Queue', database)).toThrow(
    "the engine has no service sqs for AWS::SQS::Queue: make it first, by 'npm run new -- service sqs'",
  );
});

test('a service whose client is not installed is refused, with the commands to install it', async () => {
  await expect(readClient(folder, 'no-such-service')).rejects.toThrow(
    'npm install -E -w packages/engine @aws-sdk/client-no-such-service',
  );
});

test('a service that is here is refused', async () => {
  const client = await readClient(folder, 'sns');
  expect(() => planService(tree, 'sns', client, 'Topic')).toThrow('has a service sns');
  expect(() => planService(tree, 'other', client, 'Nothing')).toThrow('no operation CreateNothing');
});
