import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '@understudy/contract/testkit';
import { cachePolicy } from '../testing.ts';
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

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomContentNegotiation
describe('an answer with Vary: *', () => {
  const varying = (): void => {
    site.respond = (_request, response) =>
      response
        .setHeader('vary', '*')
        .setHeader('etag', '"v1"')
        .setHeader('cache-control', 'max-age=60')
        .end(`answer ${site.asked.length}`);
  };

  test('is asked for each time, without conditions, where the minimum TTL is 0', async () => {
    varying();
    await site.serve({ cachePolicy: cachePolicy({ minTtlSeconds: 0 }) });
    for (const [index, body] of ['answer 1', 'answer 2', 'answer 3'].entries()) {
      const answer = await site.ask('/a');
      expect([answer.headers['x-cache'], answer.body]).toEqual(['Miss from cloudfront', body]);
      expect(answer.headers.vary).toBe('*');
      expect(site.asked[index]?.headers).not.toHaveProperty('if-none-match');
    }
  });

  test('is an answer like others where the minimum TTL is longer', async () => {
    varying();
    await site.serve({ cachePolicy: cachePolicy({ minTtlSeconds: 1 }) });
    for (const cached of ['Miss from cloudfront', 'Hit from cloudfront']) {
      const answer = await site.ask('/a');
      expect([answer.headers['x-cache'], answer.body]).toEqual([cached, 'answer 1']);
      expect(answer.headers).not.toHaveProperty('vary');
    }
  });
});
