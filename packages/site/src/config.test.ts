import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineSite } from './config.ts';
import { SiteConfigError } from './errors.ts';
import type { SiteOptions } from './options.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'site-'));
mkdirSync(path.join(base, 'web'));
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

  test.each([
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
    [{ tags: { 'aws:x': 'y' } }, 'tags.aws:x', /./],
    [{ domains: 'x' }, 'domains', /remove/],
  ])('rejects %j naming the field and the fix', (change, field, hint) => {
    const problem = problemOf(change);
    expect(problem.field).toBe(field);
    expect(problem.message).toContain(field);
    expect(problem.hint).toMatch(hint);
  });
});
