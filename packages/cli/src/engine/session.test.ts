import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { identityOf, VERSION } from '@understudy/engine';
import { defineSite, type SiteConfig } from '@understudy/site';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEngine, findSession, saveSite } from './session.ts';

let directory = '';
let site: SiteConfig;
const flags = () => ({ config: 'understudy.config.ts', state: directory });

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'understudy-session-'));
  site = defineSite(
    { domain: 'a.example', primary: 'us-east-1', standby: 'eu-west-1', web: { app: '.' } },
    directory,
  );
});
afterEach(() => rmSync(directory, { recursive: true }));

/** An engine that this very process is. */
function announce(): void {
  const info = {
    ...identityOf(process.pid),
    version: VERSION,
    endpoint: 'http://127.0.0.1:4700',
    token: 'token',
    account: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: 'secret',
    regions: ['us-east-1', 'eu-west-1'],
    speed: 1,
    caFile: '/ca/root.pem',
    dns: { address: '127.10.0.2', port: 53 },
    privilegedPortOffset: 0,
  };
  writeFileSync(path.join(directory, 'engine.json'), JSON.stringify(info));
}

test('is what was announced, with the site as it was saved', () => {
  announce();
  saveSite(directory, site);
  const session = findSession(flags());
  expect(session.site).toEqual(site);
  expect(session.info.endpoint).toBe('http://127.0.0.1:4700');
  expect(readdirSync(directory).toSorted()).toEqual(['engine.json', 'site.json']);
});

test('is none where no engine runs, and none yet where one is starting', () => {
  expect(() => findSession(flags())).toThrow(
    expect.objectContaining({
      code: 'EngineNotRunning',
      message: `no engine runs on ${directory}`,
    }),
  );
  writeFileSync(path.join(directory, 'engine.lock'), JSON.stringify(identityOf(process.pid)));
  expect(() => findSession(flags())).toThrow(
    expect.objectContaining({
      code: 'EngineNotRunning',
      message: expect.stringContaining('has not said yet where it is'),
      hint: expect.stringContaining('try again in a moment'),
    }),
  );
});

test('an engine on which no site was brought up has none, and serves other clients', () => {
  announce();
  expect(findEngine(flags()).directory).toBe(directory);
  expect(() => findSession(flags())).toThrow(expect.objectContaining({ code: 'EngineHasNoSite' }));
});

describe('a file that is damaged is told by its name, with the next step', () => {
  beforeEach(() => {
    announce();
    saveSite(directory, site);
  });

  test.each([
    ['engine.json', '', 'it is empty'],
    ['engine.json', '{"pid":', 'it is cut short, or no JSON'],
    ['site.json', '', 'it is empty'],
    ['site.json', '{"domain":', 'it is cut short, or no JSON'],
    ['site.json', '\0\u0001', 'it is cut short, or no JSON'],
    ['site.json', 'null', 'it holds no site of this version'],
    ['site.json', '{"kind":"understudy-site"}', 'it holds no site of this version'],
  ])('%s being %j', (name, content, damage) => {
    const file = path.join(directory, name);
    writeFileSync(file, content);
    expect(() => findSession(flags())).toThrow(
      expect.objectContaining({
        code: 'StateUnreadable',
        message: `'${file}' cannot be read: ${damage}`,
        hint: expect.stringContaining("'understudy up'"),
      }),
    );
  });

  test.each(['engine.json', 'site.json'])('%s being a folder', (name) => {
    const file = path.join(directory, name);
    rmSync(file);
    mkdirSync(file);
    expect(() => findSession(flags())).toThrow(`'${file}' cannot be read: it is a folder`);
  });
});
