import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webLogsComponent } from './web-logs-component.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'logs-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Document {
  phases: [{ steps: [{ inputs: { commands: string[] } }] }];
}

/** The files that the component writes, by path, with the system's folders below `base`. */
const files = new Map<string, string>();
beforeAll(() => {
  const document = JSON.parse(webLogsComponent()) as Document;
  for (const command of document.phases[0].steps[0].inputs.commands) {
    const [, encoded, file] = /^echo (\S+) \| base64 -d > (\S+)$/.exec(command) ?? [];
    if (encoded !== undefined && file !== undefined)
      files.set(file, Buffer.from(encoded, 'base64').toString());
  }
  for (const folder of ['opt/understudy', 'opt/aws/amazon-cloudwatch-agent/bin'])
    mkdirSync(path.join(base, folder), { recursive: true });
  const ctl = path.join(base, 'opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl');
  writeFileSync(ctl, `#!/bin/bash\necho "$*" > ${base}/called\n`);
  chmodSync(ctl, 0o755);
});

/** Runs the boot script with these user data. */
function boot(variables: string): void {
  rmSync(path.join(base, 'called'), { force: true });
  writeFileSync(path.join(base, 'opt/understudy/variables'), variables);
  const script = (files.get('/opt/understudy/logs') ?? '').replaceAll('/opt/', `${base}/opt/`);
  const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
}

describe('at boot', () => {
  test('the agent is told the file, the group of the user data and a stream an instance', () => {
    boot('UNDERSTUDY_LOG_GROUP=shop-web-1\n');
    expect(readFileSync(path.join(base, 'called'), 'utf8')).toMatch(
      /^-a fetch-config -m ec2 -s -c file:.*agent\.json$/m,
    );
    const config: unknown = JSON.parse(
      readFileSync(path.join(base, 'opt/understudy/agent.json'), 'utf8'),
    );
    expect(config).toEqual({
      logs: {
        logs_collected: {
          files: {
            collect_list: [
              {
                file_path: '/var/log/understudy/web.log',
                log_group_name: 'shop-web-1',
                log_stream_name: '{instance_id}',
              },
            ],
          },
        },
      },
    });
  });

  test('no agent runs where the user data name no group', () => {
    boot('SITE_DOMAIN=shop.example\n');
    expect(() => readFileSync(path.join(base, 'called'))).toThrow(/ENOENT/);
  });
});

test('what it printed last is on the console when it ends', () => {
  const dropIn = files.get('/etc/systemd/system/understudy.service.d/logs.conf') ?? '';
  const [, script = ''] = /^ExecStopPost=\+\/bin\/sh -c '(.*)'$/m.exec(dropIn) ?? [];
  const [log, console] = ['web.log', 'console'].map((name) => path.join(base, name));
  writeFileSync(`${log}`, 'first\n'.repeat(40) + 'Error: no database\n');
  const here = script
    .replace('/var/log/understudy/web.log', `${log}`)
    .replace('/dev/console', `${console}`);
  expect(spawnSync('sh', ['-c', here]).status).toBe(0);
  expect(readFileSync(`${console}`, 'utf8')).toBe('first\n'.repeat(39) + 'Error: no database\n');
});

test('the web process writes where the agent reads, and its file is kept small', () => {
  expect(files.get('/etc/systemd/system/understudy.service.d/logs.conf')).toContain(
    'StandardOutput=append:/var/log/understudy/web.log',
  );
  expect(files.get('/etc/logrotate.d/understudy')).toMatch(/^\/var\/log\/understudy\/web\.log \{/);
});
