import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildEnvironment } from './build-environment.ts';

const home = mkdtempSync(join(tmpdir(), 'build-environment-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const build = { home: '/state/builds/home', nodePath: '/opt/node/bin/node' };

it('has a clean environment, and the ways to where packages are', () => {
  const given = {
    PATH: '/usr/bin',
    HOME: home,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_PROFILE: 'real',
    NODE_OPTIONS: '--inspect',
    https_proxy: 'http://proxy:3128',
    npm_config_registry: 'http://mirror',
    npm_config_local_prefix: '/work/other',
    PIP_INDEX_URL: 'http://mirror/simple',
  };
  expect(buildEnvironment(given, build)).toEqual({
    PATH: '/opt/node/bin:/usr/bin',
    HOME: '/state/builds/home',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GOFLAGS: '-modcacherw',
    https_proxy: 'http://proxy:3128',
    npm_config_registry: 'http://mirror',
    PIP_INDEX_URL: 'http://mirror/simple',
  });
});

it("has npm's and pip's settings of the user, unless others are named", () => {
  writeFileSync(join(home, '.npmrc'), '');
  mkdirSync(join(home, '.config/pip'), { recursive: true });
  writeFileSync(join(home, '.config/pip/pip.conf'), '');
  expect(buildEnvironment({ HOME: home, npm_config_userconfig: '/a' }, build)).toMatchObject({
    npm_config_userconfig: '/a',
    PIP_CONFIG_FILE: join(home, '.config/pip/pip.conf'),
  });
  expect(buildEnvironment({ HOME: home }, build)['NPM_CONFIG_USERCONFIG']).toBe(
    join(home, '.npmrc'),
  );
});
