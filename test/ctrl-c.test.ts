import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Foreground } from './support/foreground.ts';
import { ExampleSite } from './support/site.ts';
import { pidOf } from './support/tree.ts';
import { until } from './support/until.ts';

async function written(command: Foreground, pattern: RegExp): Promise<void> {
  const seen = until(String(pattern), () => (pattern.test(command.written()) ? true : undefined), {
    withinMs: 100_000,
  });
  await command.during(seen);
}

/** Beside its standard output and error, that is: it has asked somebody for something. */
async function hasConnected(command: Foreground): Promise<void> {
  const sockets = (): number =>
    readdirSync(`/proc/${command.pid}/fd`).filter((name) =>
      readlinkSync(`/proc/${command.pid}/fd/${name}`).startsWith('socket:'),
    ).length;
  const connected = until('a connection', () => (sockets() > 2 ? true : undefined), {
    withinMs: 30_000,
  });
  await command.during(connected);
}

describe('up', () => {
  let site: ExampleSite;
  beforeAll(() => {
    site = new ExampleSite();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('while the engine starts: 130', { timeout: 60_000 }, async () => {
    const up = site.start(['up', '--port', '0']);
    const file = path.join(site.state, 'engine.log'); // the engine's process has begun
    await up.during(
      until('its log', () => (existsSync(file) ? true : undefined), { withinMs: 30_000 }),
    );
    up.kill('SIGINT');
    expect(await up.ended).toBe(130);
    expect(up.written()).toContain('stopping; Ctrl-C again to stop at once');
    await site.nothingRuns();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '--detach that %s ends before the site is served says so: %s',
    { timeout: 60_000 },
    async (signal, code) => {
      const up = site.start(['up', '--detach', '--port', '0']);
      await written(up, /engine at/);
      up.kill(signal);
      expect(await up.ended).toBe(code);
      await site.nothingRuns();
    },
  );

  test('twice: 130 at once, and nothing is left', { timeout: 60_000 }, async () => {
    const up = site.start(['up', '--port', '0']);
    await written(up, /engine at/);
    // An engine that does not end in order, so that there is something to be impatient with.
    for (const name of ['supervisor', 'control-plane']) process.kill(pidOf(site, name), 'SIGSTOP');
    up.kill('SIGINT');
    up.kill('SIGINT'); // as npm passes on what the terminal has sent already: the same press
    await written(up, /stopping; Ctrl-C again to stop at once/);
    const pressing = setInterval(() => up.kill('SIGINT'), 100);
    expect(await up.ended).toBe(130);
    clearInterval(pressing);
    await site.nothingRuns();
  });
});

describe('every other command', () => {
  let site: ExampleSite;
  beforeAll(async () => {
    site = new ExampleSite();
    await site.up('--speed', '10');
  }, 120_000);
  afterAll(() => site[Symbol.asyncDispose]());

  test('open leaves no profile, and no browser', { timeout: 60_000 }, async () => {
    const browser = path.join(site.folder, 'browser');
    writeFileSync(browser, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    const temporary = path.join(site.folder, 'tmp');
    mkdirSync(temporary);
    const env = { UNDERSTUDY_BROWSER: browser, TMPDIR: temporary };
    const open = site.start(['open'], env);
    await written(open, /opened https:\/\/ticketing\.pw\//);
    expect(readdirSync(temporary)).toHaveLength(1);
    open.kill('SIGINT');
    expect(await open.ended).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
  });

  // Of util-linux: runs a program at a terminal of its own.
  const isTerminalAbsent = spawnSync('script', ['--version']).status !== 0;

  test.skipIf(isTerminalAbsent)(
    `Ctrl-C at a question, and the end of input${isTerminalAbsent ? ' (script is not installed)' : ''}`,
    { timeout: 60_000 },
    async () => {
      const asked = /and all that is in its buckets\?[^]*\[y\/N\]/;
      for (const [key, code, said] of [
        ['\x03', 130, 'interrupted'],
        ['\x04', 1, 'DeploymentDeclined'],
      ] as const) {
        const destroy = site.startAtTerminal(['destroy']);
        await written(destroy, asked);
        destroy.type(key);
        expect(await destroy.ended).toBe(code);
        expect(destroy.written()).toContain(said);
      }
    },
  );

  describe('while nothing answers', () => {
    beforeAll(() => {
      for (const name of ['control-plane', 'global']) process.kill(pidOf(site, name), 'SIGSTOP');
    });
    afterAll(() => {
      for (const name of ['global', 'control-plane']) process.kill(pidOf(site, name), 'SIGCONT');
    });

    const COMMANDS = [
      ['status'],
      ['fault', 'region', 'us-east-1'],
      ['logs'],
      ['registrar', 'show'],
      ['curl', '-s', 'https://ticketing.pw/'],
      ['destroy', '--yes'],
    ];

    test.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('%s: %s', { timeout: 60_000 }, async (signal, code) => {
      const ends = COMMANDS.map(async (words) => {
        const command = site.start(words);
        await hasConnected(command);
        command.kill(signal);
        return [words, await command.ended];
      });
      expect(await Promise.all(ends)).toEqual(COMMANDS.map((words) => [words, code]));
    });
  });
});
