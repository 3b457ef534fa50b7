import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '@understudy/contract/testkit';
import { Site } from './site.fixture.ts';

let site: Site;

beforeEach(() => {
  site = new Site('127.107.12.1');
});
afterEach(() => site.close());

describe('OPTIONS', () => {
  const METHODS = {
    allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    cachedMethods: ['GET', 'HEAD', 'OPTIONS'],
  };

  test('is cached apart from GET and HEAD', async () => {
    site.respond = (request, response) => response.end(`to ${request.method}`);
    await site.serve(METHODS);
    for (const cached of ['Miss from cloudfront', 'Hit from cloudfront']) {
      for (const method of ['OPTIONS', 'GET']) {
        const answer = await site.ask('/a', { method });
        expect([answer.headers['x-cache'], answer.body]).toEqual([cached, `to ${method}`]);
      }
    }
    expect((await site.ask('/a', { method: 'HEAD' })).headers['x-cache']).toBe(
      'Hit from cloudfront',
    );
  });

  test('does not share the answer of a GET that is under way', async () => {
    const waiting: (() => void)[] = [];
    site.respond = (request, response) =>
      void waiting.push(() => response.end(`to ${request.method}`));
    await site.serve(METHODS);
    const answers = ['GET', 'OPTIONS'].map((method) => site.ask('/a', { method }));
    await until(() => waiting.length === 2, { withinMs: 3_000, what: 'both at the origin' });
    for (const answer of waiting) answer();
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(['to GET', 'to OPTIONS']);
  });
});
