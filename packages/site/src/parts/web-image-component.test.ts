import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { webImageComponent } from './web-image-component.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Document {
  phases: { steps: { inputs: { commands?: string[] } }[] }[];
}

/** The files that the component writes, by their paths on the instance. */
function files(): Map<string, string> {
  const { phases } = JSON.parse(
    webImageComponent({ source: 's3://b/k', account: '111122223333', packages: [] }),
  ) as Document;
  const commands = phases.flatMap(({ steps }) =>
    steps.flatMap((step) => step.inputs.commands ?? []),
  );
  const written = commands.flatMap((command) => {
    const [, text, file] = /^echo (\S+) \| base64 -d > (\S+)$/.exec(command) ?? [];
    return text === undefined || file === undefined
      ? []
      : [[file, Buffer.from(text, 'base64').toString()] as const];
  });
  return new Map(written);
}

/** An instance's file system below `folder`, with a metadata service and an AWS CLI that answer. */
function instance(options: { userData: string; health: string[] }): { calls(): string[] } {
  const log = path.join(folder, 'calls');
  const health = path.join(folder, 'health');
  writeFileSync(log, '');
  writeFileSync(health, options.health.map((state) => `${state}\n`).join(''));
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  const program = (name: string, text: string): void => {
    writeFileSync(path.join(folder, 'bin', name), `#!/bin/bash\n${text}`);
    chmodSync(path.join(folder, 'bin', name), 0o755);
  };
  writeFileSync(path.join(folder, 'user-data'), options.userData);
  program(
    'curl',
    `case "\${*: -1}" in *token*) echo t;; *) case "$*" in *user-data*) cat ${folder}/user-data;; *instance-id*) echo i-1;; *region*) echo eu-west-1;; *) echo t;; esac;; esac\n`,
  );
  program(
    'aws',
    `echo "$AWS_REGION $*" >> ${log}\n[[ $1 == elbv2 ]] && head -n 1 ${health} && sed -i 1d ${health}\nexit 0\n`,
  );
  program('sleep', 'exit 0\n');
  for (const [file, text] of files()) {
    const local = file.replace('/opt/understudy', folder);
    if (local === file) continue;
    writeFileSync(local, text.replaceAll('/opt/understudy', folder));
    chmodSync(local, 0o755);
  }
  return { calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean) };
}

function boot(): void {
  const env = { PATH: `${folder}/bin:/usr/bin:/bin` };
  execFileSync('bash', [path.join(folder, 'signal')], { env, timeout: 30_000 });
}

const USER_DATA =
  'UNDERSTUDY_SIGNAL_STACK=shop\nUNDERSTUDY_SIGNAL_RESOURCE=Group\nUNDERSTUDY_TARGET_GROUP=arn:tg\n';

test('every script that the component writes is one for bash', () => {
  const scripts = [...files()].filter(([file]) => !file.endsWith('.service'));
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

test('an instance whose user data names no stack signals nothing', () => {
  const { calls } = instance({ userData: 'SITE_DOMAIN=shop.example\n', health: [] });
  boot();
  expect(calls()).toEqual([]);
});
