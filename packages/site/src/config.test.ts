import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineSite, restoreSite } from './config.ts';
import { SiteConfigError } from './errors.ts';
import type { SiteOptions } from './options.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'site-'));
mkdirSync(path.join(base, 'web'));
writeFileSync(path.join(base, 'web', 'Procfile'), 'web: true\n');
mkdirSync(path.join(base, 'empty'));
const good: SiteOptions = {
  domain: 'example.com',
  primary: 'eu-west-1',
  standby: 'us-east-1',
  web: { app: './web' },
};

function problemOf(change: Record<string, unknown>): SiteConfigError {
  try {
    defineSite({ ...good, ...change } as SiteOptions, base);
  } catch (error) {
    if (error instanceof SiteConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('defineSite', () => {
  test('fills in every default and makes folders absolute', () => {
    const config = defineSite(good, base);
    expect(config.name).toBe('example');
    expect(config.web).toMatchObject({
      app: path.join(base, 'web'),
      healthPath: '/healthz',
      capacity: { min: 2, desired: 2, max: 4 },
      instanceType: 't4g.micro',
      scaling: { requestsPerTargetHigh: 600, requestsPerTargetLow: 120, cooldownSeconds: 300 },
    });
    expect(config.healthCheck).toEqual({ intervalSeconds: 10, failureThreshold: 3 });
  });

  test('goes by what is in the folder where build and packages are not said', () => {
    const app = path.join(base, 'python');
    mkdirSync(app, { recursive: true });
    writeFileSync(path.join(app, 'requirements.txt'), 'flask\n');
    const webOf = (web: object) =>
      defineSite({ ...good, web: { app: './python', ...web } }, base).web;
    expect(webOf({})).toMatchObject({
      build: expect.stringContaining('pip install') as string,
      packages: ['python3.12', 'python3.12-pip'],
    });
    expect(webOf({ build: ' make ', packages: [] })).toMatchObject({ build: 'make', packages: [] });
    expect(webOf({ build: null })?.build).toBeNull();
    const config = defineSite({ ...good, web: { app: './python' } }, base);
    expect(restoreSite(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(defineSite(good, base).web).toMatchObject({ build: null, packages: ['nodejs22'] });
  });

  test('takes static files alone for a site, and no site without anything', () => {
    const { domain, primary, standby } = good;
    const config = defineSite({ domain, primary, standby, assets: './web' }, base);
    expect('web' in config).toBe(false);
    expect(restoreSite(JSON.parse(JSON.stringify(config)))).toEqual(config);
    const told = { domain, primary, standby, assets: './web', notify: 'me@example.com' };
    expect(() => defineSite(told, base)).toThrow(/notify is .*: of no use without web/);
    expect(() => defineSite({ domain, primary, standby }, base)).toThrow(
      /web is missing: nothing to serve/,
    );
  });

  test.each([
    [{ web: { app: './web', build: '' } }, 'web.build', /null/],
    [{ web: { app: './web', build: 'a\nb' } }, 'web.build', /&&/],
    [{ web: { app: './web', build: 7 } }, 'web.build', /npm ci/],
    [{ domain: 'Not A Domain' }, 'domain', /example\.com/],
    [{ domain: undefined }, 'domain', /registered domain/],
    [{ primary: 'seoul' }, 'primary', /ap-northeast-2/],
    [{ standby: 'eu-west-1' }, 'standby', /another region/],
    [{ failover: 'origin' }, 'failover', /'viewer'/],
    [{ web: { app: './web', capacity: { min: 3, desired: 2 } } }, 'web.capacity.desired', /min/],
    [{ web: { app: './web', capacity: { min: 1.5 } } }, 'web.capacity.min', /1 to 100/],
    [{ web: { app: './web', healthPath: 'healthz' } }, 'web.healthPath', /leading slash/],
    [{ web: { app: './nowhere' } }, 'web.app', /create it/],
    [{ web: { app: './web', healtPath: '/' } }, 'web.healtPath', /remove/],
    [{ assets: './none' }, 'assets', /create it/],
    [{ healthCheck: { intervalSeconds: 20 } }, 'healthCheck.intervalSeconds', /10 or 30/],
    [{ domain: `${'a'.repeat(64)}.com` }, 'domain', /shorter/],
    [{ assets: './empty' }, 'assets', /put the files there/],
    [{ web: { app: './web', instanceType: 't9.mega' } }, 'web.instanceType', /t4g\.micro/],
    [
      { web: { app: './web', environment: { PORT: '3000' } } },
      'web.environment.PORT',
      /another name/,
    ],
    [{ tags: { 'aws:x': 'y' } }, 'tags.aws:x', /another name/],
    [{ domains: 'x' }, 'domains', /remove/],
    [{ primary: 'toString' }, 'primary', /ap-northeast-2/],
    [{ standby: 'constructor' }, 'standby', /us-east-1/],
    [{ web: { app: '' } }, 'web.app', /use the folder of the web app/],
    [{ assets: '' }, 'assets', /use the folder of the static files/],
    [{ web: { app: './web', capacity: null } }, 'web.capacity', /use \{ min, desired, max \}/],
    [{ web: { app: './web', scaling: 5 } }, 'web.scaling', /requestsPerTargetHigh/],
    [{ web: { app: './web', environment: 'A=5' } }, 'web.environment', /NAME: VALUE/],
    [{ web: { app: './web', environment: { A: 5 } } }, 'web.environment.A', /quotes/],
    [{ web: { app: './web', packages: 'nodejs22' } }, 'web.packages', /use \[NAME/],
    [{ web: { app: './web', packages: [5] } }, 'web.packages.0', /quotes/],
    [{ healthCheck: 10 }, 'healthCheck', /intervalSeconds/],
    [{ tags: [] }, 'tags', /NAME: VALUE/],
    [{ notify: 'me' }, 'notify', /me@example\.com/],
    [{ notify: ['me@example.com'] }, 'notify', /me@example\.com/],
    [{ certificateAuthorities: ['letsencrypt.org'] }, 'certificateAuthorities', /use it too/],
    [{ certificateAuthorities: 'amazon.com' }, 'certificateAuthorities', /use \[DOMAIN/],
    [{ securityHeaders: 'no' }, 'securityHeaders', /without quotes/],
    [{ data: true }, 'data', /bucket: true/],
    [{ data: { bucket: 1 } }, 'data.bucket', /without quotes/],
    [{ web: undefined, assets: './web', data: { bucket: true } }, 'data.bucket', /web alone/],
    [{ protect: true }, 'protect', /'data', 'all' or 'none'/],
    [{ retention: { versionDays: 0 } }, 'retention.versionDays', /at least 1/],
    [{ web: { app: './web', origin: 'tls' } }, 'web.origin', /'https' or 'http'/],
    [{ web: { app: './web', ssh: 1 } }, 'web.ssh', /without quotes/],
    [{ objectives: { rto: '2 min' } }, 'objectives.rto', /'2 minutes'/],
    [{ objectives: { errorBudget: 2 } }, 'objectives.errorBudget', /at most 1/],
    [{ objectives: { profiles: ['friend'] } }, 'objectives.profiles.0', /jvm-forever/],
    [{ web: null }, 'web', /app: FOLDER/],
    [{ name: null }, 'name', /lower-case/],
  ])('rejects %j naming the field and the fix', (change, field, hint) => {
    const error = problemOf(change);
    expect(error.problems.map((problem) => problem.field)).toEqual([field]);
    expect(error.message).toContain(field);
    expect(error.hint).toMatch(hint);
  });

  const web = (change: object): object => ({ web: { app: './web', ...change } });

  test.each<[object, string, string]>([
    [{ domain: 'com' }, 'domain is "com": not a domain', 'use lower-case labels with dots'],
    [{ domain: 'example.com.' }, 'domain is "example.com.": not a domain', 'example.com'],
    [{ domain: '-a.com' }, 'domain is "-a.com": not a domain', 'example.com'],
    [{ domain: '*.example.com' }, 'domain is "*.example.com": not a domain', 'example.com'],
    [{ domain: 'EXAMPLE.com' }, 'domain is "EXAMPLE.com": not a domain', 'lower-case'],
    [{ domain: 7 }, 'domain is 7: must be a string', 'a registered domain'],
    [{ name: '1shop' }, 'name is "1shop": not a name', 'a letter first'],
    [{ name: 'a'.repeat(21) }, `name is "${'a'.repeat(21)}": not a name`, '1 to 20'],
    [{ name: '' }, 'name is "": not a name', '1 to 20'],
    [{ primary: 5 }, 'primary is 5: must be a string', 'eu-west-1'],
    [{ standby: 'us-east-1a' }, 'standby is "us-east-1a": not a region', 'us-east-1,'],
    [{ failover: '' }, 'failover is "": not a design', "'viewer'"],
    [{ assets: 5 }, 'assets is 5: must be a string', 'the folder of the static files'],
    [{ web: { app: 5 } }, 'web.app is 5: must be a string', 'the folder of the web app'],
    [web({ capacity: { min: 0 } }), 'web.capacity.min is 0: too small', 'at least 1'],
    [web({ capacity: { min: 101 } }), 'web.capacity.min is 101: too large', 'at most 100'],
    [web({ capacity: { max: 1 } }), 'web.capacity.max is 1: below desired', 'at least desired'],
    [web({ capacity: { min: '2' } }), 'web.capacity.min is "2": must be a number', '1 to 100'],
    [web({ capacity: { least: 1 } }), 'web.capacity.least is 1: there is no such field', 'remove'],
    [
      web({ scaling: { requestsPerTargetHigh: 5, requestsPerTargetLow: 5 } }),
      'web.scaling.requestsPerTargetLow is 5: not below requestsPerTargetHigh',
      'a smaller number',
    ],
    [
      web({ scaling: { cooldownSeconds: -1 } }),
      'web.scaling.cooldownSeconds is -1: too small',
      'at least 0',
    ],
    [
      web({ scaling: { cooldownSeconds: 86_401 } }),
      'web.scaling.cooldownSeconds is 86401: too large',
      'at most 86400',
    ],
    [web({ healthPath: '/a b' }), 'web.healthPath is "/a b": not a path', 'leading slash'],
    [web({ healthPath: '/a?b' }), 'web.healthPath is "/a?b": not a path', 'leading slash'],
    [web({ egress: 'vpn' }), 'web.egress is "vpn": not a choice', "'nat' or 'none'"],
    [web({ packages: ['; rm'] }), 'web.packages.0 is "; rm": not a package name', 'dnf'],
    [web({ environment: { 'A-B': 'x' } }), 'web.environment.A-B is "x": not the name', 'letters'],
    [
      web({ environment: { A: 'x\ny' } }),
      'web.environment.A is "x\\ny": has a line break',
      'one line',
    ],
    [
      web({ environment: { SITE_DOMAIN: 'x' } }),
      'web.environment.SITE_DOMAIN is "x": set by Understudy',
      'another name',
    ],
    [
      { healthCheck: { failureThreshold: 11 } },
      'healthCheck.failureThreshold is 11: too large',
      'at most 10',
    ],
    [
      { healthCheck: { intervalSeconds: '10' } },
      'healthCheck.intervalSeconds is "10": not an interval',
      '10 or 30',
    ],
    [{ tags: { '': 'x' } }, 'tags. is "x": empty', '1 to 128'],
    [{ tags: { AWS: 5 } }, 'tags.AWS is 5: must be a string', 'quotes'],
    [{ tags: { 'Aws:x': 'y' } }, 'tags.Aws:x is "y": begins with aws:', 'another name'],
    [{ tags: { a: 'x'.repeat(257) } }, 'too long', 'at most 256'],
  ])('refuses %j with its value and what to write', (change, message, hint) => {
    const error = problemOf({ ...change });
    expect(error.problems).toHaveLength(1);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  test.each([
    undefined,
    null,
    'text',
    {},
    { kind: 'another-site', ...good },
    { kind: 'understudy-site' },
    { kind: 'understudy-site', ...good, standby: good.primary },
    { kind: 'understudy-site', ...good, colour: 'red' },
  ])('what was kept and is no site is not restored: %j', (kept) => {
    expect(restoreSite(kept)).toBeUndefined();
  });

  test('what was kept of a site is restored', () => {
    const site = defineSite(good, base);
    expect(restoreSite(JSON.parse(JSON.stringify(site)))).toEqual(site);
  });

  test.each([undefined, null, 5, 'site', [], () => 1])('rejects %s in place of a site', (site) => {
    expect(() => defineSite(site as never, base)).toThrow(
      /^configuration is .*: must be an object$/,
    );
  });

  test('rejects an empty site naming each field that must be there, once', () => {
    expect(() => defineSite({} as never, base)).toThrow(
      expect.objectContaining({
        problems: ['domain', 'primary', 'standby', 'web'].map(
          (field) => expect.objectContaining({ field, value: undefined }) as unknown,
        ),
      }) as Error,
    );
  });

  test('shows values that have no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(problemOf({ web: { app: './web', capacity: { min: 2n } } }).message).toMatch(
      /^web\.capacity\.min is 2: must be a number/,
    );
    expect(problemOf({ circle }).message).toMatch(/^circle is \[object Object\]: there is no such/);
  });

  test('rejects every wrong field at once, each with its value and fix', () => {
    const { message, hint, problems } = problemOf({
      primary: 'us-east-1',
      domain: 'Nope',
      web: { app: './nowhere', healthPath: 'healthz', capacity: { min: 3, max: 2 } },
      assets: './none',
      colour: 'red',
    });
    expect(problems.map((problem) => problem.field).sort()).toEqual([
      'assets',
      'colour',
      'domain',
      'standby',
      'web.app',
      'web.capacity.max',
      'web.healthPath',
    ]);
    expect(message).toMatch(/^7 fields cannot be used\n/);
    expect(message).toMatch(/\n {2}domain is "Nope": not a domain; use lower-case labels/);
    expect(message).toMatch(/\n {2}web\.capacity\.max is 2: below desired; use a number/);
    expect(hint).toBe('correct each of the named fields');
  });
});
