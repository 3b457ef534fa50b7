import { expect, test } from 'vitest';
import { keptParts } from './kept-parts.ts';

const SITE = {
  domain: 'shop.example',
  name: 'shop',
  primary: 'eu-west-1',
  standby: 'us-east-1',
  accessLogs: false,
  data: { bucket: false },
} as const;

test.each(['data', 'all'] as const)('protect %j keeps the zone and both buckets', (protect) => {
  expect(keptParts({ ...SITE, protect }, '111122223333')).toEqual([
    'the hosted zone of shop.example',
    'bucket shop-assets-111122223333-eu-west-1',
    'bucket shop-assets-111122223333-us-east-1',
  ]);
});

test('the buckets of data are kept with those of static files', () => {
  const kept = keptParts({ ...SITE, protect: 'data', data: { bucket: true } }, '111122223333');
  expect(kept.slice(1)).toEqual([
    'bucket shop-assets-111122223333-eu-west-1',
    'bucket shop-data-111122223333-eu-west-1',
    'bucket shop-assets-111122223333-us-east-1',
    'bucket shop-data-111122223333-us-east-1',
  ]);
});

test('access logs are kept with the rest', () => {
  const kept = keptParts({ ...SITE, protect: 'data', accessLogs: true }, '111122223333');
  expect(kept.at(-1)).toBe('the buckets of access logs');
});

test('protect "none" keeps nothing', () => {
  expect(keptParts({ ...SITE, protect: 'none' }, '111122223333')).toEqual([]);
});
