import { expect, test } from 'vitest';
import type { SiteConfig } from '@understudy/site';
import { assertTakes } from './same-engine.ts';

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
