import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ExampleSite } from '../support/site.ts';

/** What `init` begins with, brought up where this machine has what it is written in. */
const EXAMPLES = [
  { name: 'node', needs: [['npm', '--version']] },
  { name: 'python', needs: [['python3', '-m', 'pip', '--version']] },
  { name: 'php', needs: [['php', '--version']] },
  { name: 'go', needs: [['go', 'version']] },
];

function isHere([program = '', ...words]: string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

for (const { name, needs } of EXAMPLES)
  test.skipIf(!needs.every(isHere))(
    `the example in ${name} is built, and serves`,
    { timeout: 240_000 },
    async () => {
      await using site = new ExampleSite(name);
      const report = await site.up();
      expect(
        report.systems.filter(({ state }) => !['working', 'not-used'].includes(state)),
      ).toEqual([]);
      const { stdout } = await site.run(['curl', '--silent', 'https://example.com/']);
      expect(stdout).toContain('<h1>example.com</h1>');
      expect(stdout).toContain('Served from us-east-1.');
    },
  );

test('a build that fails fails the deployment, with its last words and what to do', async () => {
  await using site = new ExampleSite('node');
  site.edit(
    'understudy.config.ts',
    "healthPath: '/healthz',",
    "healthPath: '/healthz',\n      build: 'echo begun; no-such-tool build',",
  );
  const { code, stderr } = await site.run(['up', '--detach', '--port', '0'], 120_000);
  expect(code).toBe(1);
  expect(stderr).toContain('The step UnderstudyBuild ended with exit code 127');
  expect(stderr).toMatch(/install it, or set web\.build\): begun.*no-such-tool: not found/s);
}, 150_000);
