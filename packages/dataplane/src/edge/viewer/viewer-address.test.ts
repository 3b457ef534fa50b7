import { afterEach, beforeEach, expect, test } from 'vitest';
import { CACHING_DISABLED } from '../edge.fixture.ts';
import { Site } from '../cache/site.fixture.ts';

/** Whom `X-Forwarded-For` tells the origin of. */

const CHECKER = '127.107.32.8';
const CHECKER_ON_THE_INTERNET = '107.23.255.21';
let site: Site;

beforeEach(async () => {
  site = new Site('127.107.32.1');
  await site.serve(
    { cachePolicy: CACHING_DISABLED },
    { publishedAddresses: { [CHECKER]: CHECKER_ON_THE_INTERNET } },
  );
});
afterEach(() => site.close());

async function told(localAddress: string, sent?: string): Promise<unknown> {
  const headers = sent === undefined ? {} : { 'x-forwarded-for': sent };
  await site.ask('/', { localAddress, headers });
  return site.asked.at(-1)?.headers['x-forwarded-for'];
}

test.each([
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.107.32.9', undefined, '127.107.32.9'],
  ['127.107.32.9', '203.0.113.9', '203.0.113.9, 127.107.32.9'],
  ['127.107.32.9', '203.0.113.9, 198.51.100.1', '203.0.113.9, 198.51.100.1, 127.107.32.9'],
  // Appended also where it is there: an origin counts from the end whom it may believe.
  ['127.107.32.9', '127.107.32.9', '127.107.32.9, 127.107.32.9'],
])('a viewer at %s that says %s is told of as %s', async (address, sent, expected) => {
  expect(await told(address, sent)).toBe(expected);
});

test('a health checker has the address that AWS publishes for it', async () => {
  expect(await told(CHECKER)).toBe(CHECKER_ON_THE_INTERNET);
  expect(await told(CHECKER, '203.0.113.9')).toBe(`203.0.113.9, ${CHECKER_ON_THE_INTERNET}`);
});

test('such an address goes with the configuration', async () => {
  await site.serve({ cachePolicy: CACHING_DISABLED });
  expect(await told(CHECKER)).toBe(CHECKER);
});
