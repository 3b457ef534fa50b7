import { expect, test } from 'vitest';
import type { SiteConfig } from '@understudy/site';
import { assertHasRegions, assertTakes } from './same-engine.ts';

const site = (more: object = {}): SiteConfig =>
  ({ domain: 'shop.kr', primary: 'eu-west-1', standby: 'us-east-1', ...more }) as SiteConfig;
const info = { pid: 7, regions: ['eu-west-1', 'us-east-1'] };

test('the engine takes the same regions and domain, whatever else has changed', () => {
  const before = site();
  expect(() => assertTakes(info, { before, site: site({ name: 'other' }) })).not.toThrow();
  const swapped = site({ primary: 'us-east-1', standby: 'eu-west-1' });
  expect(() => assertTakes(info, { before, site: swapped })).not.toThrow();
});

test.each([
  [{ standby: 'ap-south-1' }, 'has no region ap-south-1'],
  [{ domain: 'shop.com' }, 'knows shop.kr and not shop.com'],
])('%o is told with what the engine lacks', (more, words) => {
  expect(() => assertTakes(info, { before: site(), site: site(more) })).toThrow(
    expect.objectContaining({
      code: 'EngineAlreadyRunning',
      message: expect.stringContaining(words) as string,
    }),
  );
});

test('a deployment to an engine that lacks a region is told which it has', () => {
  const endpoint = 'http://127.0.0.1:4700';
  const engines = [{ endpoint, regions: ['eu-west-1', 'us-east-1'] }];
  const elsewhere = site({ standby: 'ap-south-1' });
  expect(() => assertHasRegions(engines, endpoint, elsewhere)).toThrow(
    `the engine at ${endpoint} has no region ap-south-1; it has eu-west-1, us-east-1`,
  );
  expect(() => assertHasRegions(engines, endpoint, site())).not.toThrow();
  for (const other of [undefined, 'http://127.0.0.1:9'])
    expect(() => assertHasRegions(engines, other, elsewhere)).not.toThrow();
});
