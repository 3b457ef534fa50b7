import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defineSite } from '../config.ts';
import type { SiteOptions, WebOptions } from '../options.ts';
import { REGIONS } from '../regions.ts';
import { monthlyCost, type MonthlyCost } from './monthly-cost.ts';
import { REGION_PRICES } from './prices.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'cost-'));
mkdirSync(path.join(base, 'web'));
mkdirSync(path.join(base, 'files'));
writeFileSync(path.join(base, 'files/index.html'), '');
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Change = Omit<Partial<SiteOptions>, 'web'> & { web?: Partial<WebOptions> };

function costOf(change: Change): MonthlyCost {
  const { web, ...site } = change;
  const options = { domain: 'shop.example', primary: 'ap-northeast-2', standby: 'us-east-1' };
  return monthlyCost(defineSite({ ...options, ...site, web: { app: './web', ...web } }, base));
}

const item = (cost: MonthlyCost, resource: string, region: string | undefined) =>
  cost.items.find((one) => one.resource === resource && one.region === region);

describe('what a site costs a month', () => {
  test('is the sum of what stands there, each by its price', () => {
    const cost = costOf({ web: { origin: 'http' } });
    expect(item(cost, 't4g.micro instances', 'ap-northeast-2')).toMatchObject({
      count: 2,
      monthlyUsd: 0.0104 * 730 * 2,
    });
    expect(item(cost, 'public IPv4 addresses', 'us-east-1')?.count).toBe(3);
    expect(cost.unpriced).toEqual([]);
    expect(cost.totalUsd).toBeCloseTo(162.96, 1);
  });

  test('is about half without NAT gateways and their addresses', () => {
    const saved = costOf({}).totalUsd - costOf({ web: { egress: 'none' } }).totalUsd;
    expect(saved).toBeCloseTo((0.059 + 0.045 + 2 * 0.005) * 730, 6);
    const zones = costOf({ web: { egress: 'nat-per-zone' } }).totalUsd - costOf({}).totalUsd;
    expect(zones).toBeCloseTo(saved, 6);
  });

  test('counts the desired capacity, and what the options add', () => {
    const three = costOf({ web: { capacity: { desired: 3 } } });
    expect(item(three, 'volumes of 8 GB', 'us-east-1')?.count).toBe(3);
    const slow = { healthCheck: { intervalSeconds: 30 as const } };
    expect(costOf({}).totalUsd - costOf(slow).totalUsd).toBeCloseTo(1, 6);
    const one = costOf({ web: { capacity: { min: 1, max: 1 } } });
    expect([three, one].map((cost) => item(cost, 'alarms', 'us-east-1')?.count)).toEqual([3, 2]);
    expect(costOf({ notify: 'me@example.com' }).totalUsd - costOf({}).totalUsd).toBeCloseTo(0.1, 6);
  });

  test('leaves out what it has no price of, and says so', () => {
    const cost = costOf({ standby: 'eu-west-3', web: { instanceType: 'm9x.metal' } });
    expect(cost.unpriced.map(({ resource, region }) => `${resource} ${region}`)).toEqual([
      'm9x.metal instances ap-northeast-2',
      'm9x.metal instances eu-west-3',
      'volumes of 8 GB eu-west-3',
      'load balancers eu-west-3',
    ]);
    expect(Number.isFinite(cost.totalUsd)).toBe(true);
  });

  test('is a hosted zone, of a site of static files', () => {
    const options = { domain: 'shop.example', primary: 'eu-west-1', standby: 'us-east-1' };
    const cost = monthlyCost(defineSite({ ...options, assets: './files' }, base));
    expect(cost.items).toEqual([
      { resource: 'hosted zones', region: undefined, count: 1, monthlyUsd: 0.5 },
    ]);
    expect(cost.besides).toEqual(['CloudFront', 'static files, logs']);
  });

  test('names the day of its prices and where they are today', () => {
    const { pricesOf, sources } = costOf({});
    expect(pricesOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const source of sources) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
  });

  test('has prices of every region that a site may use, and of no other', () => {
    expect(Object.keys(REGION_PRICES).sort()).toEqual(Object.keys(REGIONS).sort());
  });
});
