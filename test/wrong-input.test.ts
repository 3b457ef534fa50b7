import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { finish, PROGRAM, run, startUnderstudy, understudy, type Finished } from './support/cli.ts';
import { ExampleSite } from './support/site.ts';

const UP = ['up', '--detach', '--json', '--port', '0'];

interface Failure {
  code: string;
  message: string;
  hint: string;
}

/** What programs are told: exit code not 0, and one JSON object with the error. */
function failureOf({ code, stdout }: Finished): Failure {
  expect(code).not.toBe(0);
  const { error } = JSON.parse(stdout) as { error: Failure };
  expect(error.hint).not.toBe('');
  return error;
}

test('a configuration that is not there', async () => {
  await using site = new ExampleSite();
  const error = failureOf(await site.run([...UP, '--config', 'nowhere.config.ts']));
  expect(error).toMatchObject({ code: 'ConfigNotFound' });
  expect(error.message).toContain('nowhere.config.ts');
  await site.nothingRuns();
});

test.each([
  [
    "'us-east-1', // Virginia",
    "'us-east-9',",
    /standby is "us-east-9": not a region/,
    /use one of .*us-east-1/,
  ],
  [
    "healthPath: '/healthz'",
    "healthPath: 'healthz'",
    /web\.healthPath is "healthz": not a path/,
    /leading slash/,
  ],
  ["assets: './assets'", "assets: './nowhere'", /assets.*nowhere/, /create it, or correct assets/],
  ["failover: 'viewer'", "failovr: 'viewer'", /failovr.*no such field/, /remove failovr/],
])(
  'a configuration with %s written as %s names field, value and fix',
  async (from, to, message, hint) => {
    await using site = new ExampleSite();
    site.edit('understudy.config.ts', from, to);
    const error = failureOf(await site.run(UP));
    expect(error.code).toBe('ConfigInvalid');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    await site.nothingRuns();
  },
);

test('several wrong fields are told at once', async () => {
  await using site = new ExampleSite();
  site.edit('understudy.config.ts', "healthPath: '/healthz'", "healthPath: 'healthz'");
  site.edit('understudy.config.ts', "failover: 'viewer'", "failover: 'hope'");
  site.edit('understudy.config.ts', "assets: './assets'", "assets: './nowhere'");
  const error = failureOf(await site.run(UP));
  expect(error.code).toBe('ConfigInvalid');
  expect(error.message).toMatch(/3 fields cannot be used/);
  for (const field of ['web.healthPath', 'failover', 'assets'])
    expect(error.message).toContain(`\n  ${field} is `);
});

test('a subdomain as domain is a warning of every command that reads it', async () => {
  await using site = new ExampleSite();
  site.edit('understudy.config.ts', "domain: 'ticketing.pw'", "domain: 'www.ticketing.pw'");
  for (const words of [
    ['up', '--json', '--state', '/dev/null'],
    ['deploy', '--json', '--state', '/dev/null'],
    ['synth', '--account', '111122223333'],
  ]) {
    const { stderr } = await site.run(words);
    expect([words[0], stderr]).toEqual([words[0], expect.stringMatching(/^warning: domain is/)]);
    expect(stderr).toMatch(/→ write domain: 'ticketing\.pw' if .*add an NS record/);
  }
});

test.each([
  ['export default {', 'line 1, cannot be read'],
  ["import 'nope';", "cannot be read: Cannot find package 'nope'"],
  ["\nthrow new Error('boom');", 'line 2, cannot be read: boom'],
])('a configuration that says %s', async (text, message) => {
  await using site = new ExampleSite();
  writeFileSync(path.join(site.folder, 'understudy.config.ts'), text);
  const error = failureOf(await site.run(UP));
  expect(error).toMatchObject({ code: 'ConfigInvalid' });
  expect(error.message).toContain(message);
});

test('folders that are not for an engine or a template', async () => {
  await using site = new ExampleSite();
  const names = readdirSync(site.folder);
  const own = failureOf(await site.run([...UP, '--state', '.']));
  expect(own).toMatchObject({ code: 'UsageInvalid' });
  expect(own.message).toContain(`the folder ${site.folder} is not of an engine: it holds '`);
  expect(failureOf(await site.run([...UP, '--state', ''])).code).toBe('UsageInvalid');
  for (const out of ['/proc/understudy', '/dev/null', 'web/server.js']) {
    const words = ['synth', '--account', '111122223333', '--out', out];
    const { code, stderr } = await site.run(words, 20_000);
    expect([out, code, stderr]).toEqual([out, 1, expect.stringContaining('error FileUnusable')]);
    expect(stderr).toContain(`${out} cannot be used`);
  }
  expect(readdirSync(site.folder)).toEqual(names);
}, 60_000);

test('output that nobody can have ends a command without a stack trace', async () => {
  await using site = new ExampleSite();
  const understudy = `${process.execPath} ${PROGRAM}`;
  const shell = (script: string): Promise<Finished> =>
    run('sh', ['-c', script], { cwd: site.folder });
  // A reader that has enough ends a program as SIGPIPE would: 128 + 13.
  const unread = startUnderstudy(['list'], { cwd: site.folder });
  unread.stdout?.destroy();
  expect(await finish(unread, 20_000)).toMatchObject({ code: 141, stderr: '' });
  const full = await shell(`${understudy} list > /dev/full`);
  expect([full.code, full.stderr]).toEqual([
    1,
    expect.stringMatching(
      /^\S*error\S* \S*FileUnusable\S*: standard output cannot be written: no space is left/,
    ),
  ]);
  expect((await shell(`${understudy} nonsense 2> /dev/full`)).code).toBe(1);
});

test('a state folder in an impossible place is refused at once', async () => {
  await using site = new ExampleSite();
  for (const state of ['/proc/understudy', '/dev/null/state', '/dev/null']) {
    const error = failureOf(await site.run([...UP, '--state', state], 10_000));
    expect(error).toMatchObject({ code: 'StateUnwritable' });
    expect(error.message).toContain(state);
  }
  await site.nothingRuns();
});

test('an error that people read: code, message and hint, on stderr', async () => {
  await using site = new ExampleSite();
  const { code, stdout, stderr } = await site.run(['status']);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error EngineNotRunning: no engine runs on .*\n {2}→ start it with/);
});

test('a port that another program has', async () => {
  await using site = new ExampleSite();
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  try {
    const error = failureOf(await site.run(['up', '--detach', '--json', '--port', String(port)]));
    expect(error).toMatchObject({ code: 'PortInUse' });
    expect(existsSync(site.state)).toBe(false); // nothing is left of what never served
    expect(error.message).toContain(String(port));
    expect(error.hint).toContain('--port');
    await site.nothingRuns();
  } finally {
    server.close();
  }
});

test('a web app whose Procfile is not there, or has no web process', async () => {
  await using site = new ExampleSite();
  for (const content of [undefined, 'worker: node worker.js\n']) {
    const procfile = path.join(site.folder, 'web/Procfile');
    if (content === undefined) rmSync(procfile);
    else writeFileSync(procfile, content);
    const error = failureOf(await site.run(UP, 90_000));
    expect(error.message).toMatch(/Procfile/);
    expect(error.code).toBe('ProcfileInvalid');
    await site.nothingRuns();
  }
}, 200_000);

test('a web app that ends at once fails the deployment with its last words', async () => {
  await using site = new ExampleSite();
  mkdirSync(path.join(site.folder, 'web'), { recursive: true });
  writeFileSync(
    path.join(site.folder, 'web/server.js'),
    "console.error('cannot reach the ticket database');\nprocess.exit(3);\n",
  );
  const error = failureOf(await site.run([...UP, '--speed', '20'], 120_000));
  expect(error.code).toBe('DeploymentFailed');
  expect(error.message).toContain('cannot reach the ticket database');
  expect(error.message).toContain('exit code 3');
  await site.nothingRuns();
}, 150_000);

test('a web app that never becomes healthy fails the deployment with what was asked of it', async () => {
  await using site = new ExampleSite();
  site.edit('web/server.js', "'GET /healthz'", "'GET /elsewhere'");
  const error = failureOf(await site.run([...UP, '--speed', '20'], 120_000));
  expect(error.code).toBe('DeploymentFailed');
  expect(error.message).toMatch(/Health checks failed with these codes: \[404\]/);
  expect(error.message).toContain('ticketing listens on');
  await site.nothingRuns();
}, 150_000);

test('a running engine refuses another site, an unknown region, instance and domain', async () => {
  await using site = new ExampleSite();
  await site.up('--speed', '20');
  site.edit('understudy.config.ts', "'ticketing.pw'", "'ticketing.example'");
  const other = failureOf(await site.run(UP));
  expect(other.code).toBe('EngineAlreadyRunning');
  expect(other.message).toContain('knows ticketing.pw and not ticketing.example');
  site.edit('understudy.config.ts', "'ticketing.example'", "'ticketing.pw'");
  const fault = await site.run(['fault', 'region', 'eu-west-1']);
  expect(fault.code).toBe(1);
  expect(fault.stderr).toMatch(/RegionUnknown: .*'eu-west-1'/);
  expect(fault.stderr).toMatch(/→ use one of ap-northeast-2, us-east-1/);
  expect((await site.run(['heal', 'eu-west-1'])).stderr).toContain('RegionUnknown');
  expect((await site.run(['logs', 'i-00000000000000000'])).stderr).toContain('InstanceUnknown');
  const domain = await site.run(['registrar', 'set-nameservers', 'never-bought.pw', 'ns.x.com']);
  expect(domain.code).toBe(1);
  expect(domain.stderr).toMatch(/DomainNotRegistered: never-bought\.pw is not registered/);
  expect((await site.run(['registrar', 'show', 'never-bought.pw'])).stderr).toContain(
    'DomainNotRegistered',
  );
  for (const [browser, code] of [
    ['/bin/false', 'ToolFailed'],
    ['/nowhere/browser', 'ToolMissing'],
  ] as const) {
    const env = { UNDERSTUDY_BROWSER: browser };
    const opened = await understudy(['open'], { cwd: site.folder, env });
    expect([opened.code, opened.stderr]).toEqual([1, expect.stringContaining(code)]);
    expect(opened.stderr).toContain(browser.split('/').at(-1));
  }
  const noPage = await site.run(['open', 'file:///etc/passwd']);
  expect([noPage.code, noPage.stderr]).toEqual([1, expect.stringContaining('UsageInvalid')]);
  // Without its scheme it is the site's all the same; and nothing leads out of the rehearsal.
  const plain = await site.run(['curl', '-si', 'ticketing.pw']);
  expect(plain.stdout).toMatch(/^HTTP\/1\.1 301[^]*cloudfront/i);
  expect((await site.run(['curl', '-s', 'example.com'])).code).toBe(7);
  const endpoint = await site.run(['curl', '-s', `${site.endpoint.endpoint}/_understudy/state`]);
  expect(endpoint.stdout).toContain('AccessRefused');
  const withoutCurl = { cwd: site.folder, env: { PATH: '/nowhere' } };
  expect(await understudy(['curl', 'https://ticketing.pw/'], withoutCurl)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ToolMissing: curl is not installed') as string,
  });
  // None of it did harm.
  expect((await site.status()).site.servedBy?.region).toBe('ap-northeast-2');
}, 150_000);
