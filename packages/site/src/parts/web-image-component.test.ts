import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { imageCommands, imageFiles, imageSteps, writeInstance } from './image-scripts.fixture.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An instance below `folder` with an AWS CLI that answers. */
function instance(options: { userData: string; health: string[]; sleep?: string }): {
  calls(): string[];
} {
  const log = path.join(folder, 'calls');
  const health = path.join(folder, 'health');
  writeFileSync(log, '');
  writeFileSync(health, options.health.map((state) => `${state}\n`).join(''));
  const aws = `echo "$AWS_REGION $*" >> ${log}\n[[ $1 == elbv2 ]] && head -n 1 ${health} && sed -i 1d ${health}\nexit 0\n`;
  writeInstance(folder, {
    userData: options.userData,
    programs: { aws, sleep: options.sleep ?? 'exit 0\n' },
  });
  return { calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean) };
}

function boot(): void {
  const env = { PATH: `${folder}/bin:/usr/bin:/bin` };
  execFileSync('bash', [path.join(folder, 'signal')], { env, timeout: 30_000 });
}

const USER_DATA =
  'UNDERSTUDY_SIGNAL_STACK=shop\nUNDERSTUDY_SIGNAL_RESOURCE=Group\nUNDERSTUDY_TARGET_GROUP=arn:tg\n';

test('every script that the component writes is one for bash', () => {
  const scripts = [...imageFiles()].filter(([file]) => !file.endsWith('.service'));
  expect(scripts.map(([file]) => path.basename(file))).toEqual(['variables', 'run', 'signal']);
  for (const [, text] of scripts) execFileSync('bash', ['-n'], { input: text });
});

test('an instance signals success when its target group calls it healthy', () => {
  const { calls } = instance({ userData: USER_DATA, health: ['initial', 'initial', 'healthy'] });
  boot();
  expect(calls()).toEqual([
    ...Array<unknown>(3).fill(expect.stringContaining('describe-target-health')),
    'eu-west-1 cloudformation signal-resource --stack-name shop --logical-resource-id Group --unique-id i-1 --status SUCCESS',
  ]);
  expect(calls()[0]).toContain('--target-group-arn arn:tg --targets Id=i-1');
});

test('an instance that never gets healthy signals failure', () => {
  const { calls } = instance({ userData: USER_DATA, health: Array<string>(70).fill('unhealthy') });
  boot();
  expect(calls()).toHaveLength(61);
  expect(calls().at(-1)).toContain('--status FAILURE');
});

test('an instance that is shut down before it was healthy signals failure, and once', () => {
  // Its first wait is ended together with the script, as systemd does.
  const sleep = 'kill -TERM $PPID\n';
  const { calls } = instance({ userData: USER_DATA, health: ['initial', 'healthy'], sleep });
  boot();
  expect(calls()).toHaveLength(2);
  expect(calls().at(-1)).toContain('--status FAILURE');
});

test('an instance whose user data names no stack signals nothing', () => {
  const { calls } = instance({ userData: 'SITE_DOMAIN=shop.example\n', health: [] });
  boot();
  expect(calls()).toEqual([]);
});

test('a step fails with whichever of its commands fails first', () => {
  const starts = imageCommands().filter((command) => command === 'set -euo pipefail');
  expect(starts).toHaveLength(2);
});

test('the web process has a home, and may write beside its code', () => {
  const commands = imageCommands();
  expect(commands).toContain('useradd --system --create-home understudy');
  const unpacked = commands.findIndex((command) => command.startsWith('unzip '));
  expect(commands[unpacked + 1]).toBe('chown -R understudy: /opt/understudy/web');
});

test('the build runs last, as the user of the web process, or as anybody in a folder that is named', () => {
  const command = `echo "$HOME in $PWD" 'it''s' {{ x }} $((1 + 1))`;
  const step = imageSteps({ build: command }).at(-1);
  expect(step).toMatchObject({ name: 'UnderstudyBuild', timeoutSeconds: 1200 });
  const script = (step?.inputs.commands ?? []).join('\n');
  expect(script).not.toContain('{{');
  expect(script).toContain('runuser -u understudy -- env HOME=/home/understudy');
  const env = { PATH: '/usr/bin:/bin', HOME: '/here', UNDERSTUDY_IMAGE_FOLDER: folder };
  const output = execFileSync('bash', ['-c', script], { env, encoding: 'utf8' });
  expect(output).toBe(`/here in ${folder} its {{ x }} 2\n`);
  const broken = imageSteps({ build: 'exit 7' }).at(-1)?.inputs.commands?.join('\n') ?? '';
  expect(() => execFileSync('bash', ['-c', broken], { env })).toThrow();
});

test('without a build there is no step for it', () => {
  expect(imageSteps().map(({ name }) => name)).toEqual(['Folder', 'Download', 'Install']);
});

test("a Python that was asked for is the app's python3, and not the system's", () => {
  const linked = imageCommands(['python3.12', 'python3.12-pip']).filter((command) =>
    command.startsWith('ln '),
  );
  expect(linked).toEqual([
    'ln -sf /usr/bin/python3.12 /opt/understudy/bin/python3',
    'ln -sf /usr/bin/python3.12 /opt/understudy/bin/python',
  ]);
  expect(imageFiles().get('/etc/systemd/system/understudy.service')).toContain(
    ' PATH=/opt/understudy/bin:',
  );
});
