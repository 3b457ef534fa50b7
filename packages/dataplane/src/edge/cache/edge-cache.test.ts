import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '@understudy/contract/testing';
import { cachePolicy } from '../edge.fixture.ts';
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

// RFC 9111, sections 4.2.3 and 5.1.
describe('Age', () => {
  const aged = (age: string): void => {
    site.respond = (_request, response) =>
      response.setHeader('age', age).setHeader('cache-control', 'max-age=60').end('hello');
  };

  test('goes on from what the origin tells, and counts for how fresh the object is', async () => {
    aged('40');
    await site.serve();
    const ages = [];
    for (const afterMs of [0, 0, 15_000, 5_000]) {
      await site.clock.advance(afterMs);
      const { headers } = await site.ask('/a');
      ages.push([headers['x-cache'], headers['age']]);
    }
    expect(ages).toEqual([
      ['Miss from cloudfront', '40'],
      ['Hit from cloudfront', '40'],
      ['Hit from cloudfront', '55'],
      ['Miss from cloudfront', '40'],
    ]);
  });

  test('of an answer that is not kept is that of the origin', async () => {
    aged('90');
    await site.serve({ cachePolicy: cachePolicy({ minTtlSeconds: 0 }) });
    for (let time = 0; time < 2; time += 1) {
      const { headers } = await site.ask('/a');
      expect([headers['x-cache'], headers['age']]).toEqual(['Miss from cloudfront', '90']);
    }
  });

  test('begins anew with what a 304 renews', async () => {
    site.respond = (request, response) => {
      const isSame = request.headers['if-none-match'] === '"v1"';
      response.setHeader('etag', '"v1"').setHeader('cache-control', 'max-age=60');
      if (!isSame) response.setHeader('age', '40');
      response.writeHead(isSame ? 304 : 200).end(isSame ? undefined : 'hello');
    };
    await site.serve();
    await site.ask('/a');
    await site.clock.advance(20_000);
    expect((await site.ask('/a')).headers).toMatchObject({
      'x-cache': 'RefreshHit from cloudfront',
      age: '0',
    });
    await site.clock.advance(59_000);
    expect((await site.ask('/a')).headers).toMatchObject({
      'x-cache': 'Hit from cloudfront',
      age: '59',
    });
  });
});

// "If you set the TTL for a particular origin to 0, CloudFront will still cache the content from
// that origin. It will then make a GET request with an If-Modified-Since header."
// https://aws.amazon.com/blogs/aws/amazon-cloudfront-support-for-dynamic-content/
describe('an object without a time to live', () => {
  const MIN_0 = { cachePolicy: cachePolicy({ minTtlSeconds: 0 }) };

  test.each([
    ['max-age=0', {}],
    ['no-cache', {}],
    ['public, must-revalidate, max-age=0', {}],
    ['public', { expires: '0' }],
    ['public', { vary: 'Abc', expires: '-1' }],
  ])('(%s, %j) is asked for by its tag each time', async (control, headers) => {
    site.respond = (request, response) => {
      const isSame = request.headers['if-none-match'] === '"v1"';
      response.writeHead(isSame ? 304 : 200, {
        etag: '"v1"',
        'cache-control': control,
        ...headers,
      });
      response.end(isSame ? undefined : 'hello');
    };
    await site.serve(MIN_0);
    for (const cached of ['Miss', 'RefreshHit', 'RefreshHit']) {
      const answer = await site.ask('/a');
      expect([answer.body, answer.headers['x-cache']]).toEqual([
        'hello',
        `${cached} from cloudfront`,
      ]);
    }
    expect(site.asked.map((request) => request.headers['if-none-match'])).toEqual([
      undefined,
      '"v1"',
      '"v1"',
    ]);
  });

  test('is given to nobody who has asked meanwhile', async () => {
    const waiting: (() => void)[] = [];
    site.respond = (_request, response) =>
      void waiting.push(() =>
        response
          .writeHead(200, { etag: '"v1"', 'cache-control': 'max-age=0' })
          .end(`answer ${waiting.length}`),
      );
    await site.serve(MIN_0);
    const answers = [site.ask('/a'), site.ask('/a')];
    for (let count = 1; count <= 2; count += 1) {
      await until(() => waiting.length === count, { withinMs: 3_000, what: 'the question' });
      waiting[count - 1]?.();
    }
    expect((await Promise.all(answers)).map((answer) => answer.body).sort()).toEqual([
      'answer 1',
      'answer 2',
    ]);
  });

  test('is forgotten when the origin forbids to keep its next version', async () => {
    let control = 'max-age=0';
    site.respond = (_request, response) =>
      response.writeHead(200, { etag: '"v1"', 'cache-control': control }).end('hello');
    await site.serve(MIN_0);
    await site.ask('/a');
    control = 'no-store';
    await site.ask('/a');
    site.respond = (_request, response) => response.writeHead(503).end();
    expect((await site.ask('/a')).status).toBe(503);
  });
});

test('ten equal questions about a stale object are one at the origin', async () => {
  let answer: (() => void) | undefined;
  site.respond = (request, response) => {
    const isSame = request.headers['if-none-match'] === '"v1"';
    const end = (): void =>
      void response
        .writeHead(isSame ? 304 : 200, { etag: '"v1"', 'cache-control': 'max-age=5' })
        .end(isSame ? undefined : 'hello');
    if (isSame) answer = end;
    else end();
  };
  await site.serve();
  await site.ask('/a');
  await site.clock.advance(6_000);
  const answers = Promise.all(Array.from({ length: 10 }, () => site.ask('/a')));
  const end = await until(() => answer, { withinMs: 3_000, what: 'the question' });
  end();
  const bodies = (await answers).map(({ body }) => body);
  expect(bodies).toEqual(Array.from({ length: 10 }, () => 'hello'));
  expect(site.asked).toHaveLength(2);
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
describe('an invalidation', () => {
  const hits = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const url of ['/count', '/count?a=1', '/count?a=2', '/counter']) {
      const { headers } = await site.ask(url);
      if (headers['x-cache'] === 'Hit from cloudfront') found.push(url);
    }
    return found;
  };

  test.each([
    ['/count', ['/count?a=1', '/count?a=2', '/counter']],
    ['/count?a=1', ['/count', '/count?a=2', '/counter']],
    ['/count?a=3', ['/count', '/count?a=1', '/count?a=2', '/counter']],
    ['/count?*', ['/count', '/counter']],
    ['/count*', []],
    ['/*', []],
  ])('of %s leaves %j, where query strings are in the key', async (path, left) => {
    await site.serve({
      cachePolicy: cachePolicy({ queryStrings: { behavior: 'all', items: [] } }),
    });
    await hits();
    site.edge.invalidate('E1', [path]);
    expect(await hits()).toEqual(left);
  });

  test('of a path empties the one copy, where they are not', async () => {
    await site.serve();
    await site.ask('/count?a=1');
    expect(site.edge.invalidate('E1', ['/count'])).toBe(1);
    expect((await site.ask('/count?a=1')).headers['x-cache']).toBe('Miss from cloudfront');
  });

  test('is of copies by what the key has of the query string', async () => {
    const queryStrings = { behavior: 'whitelist' as const, items: ['a'] };
    await site.serve({ cachePolicy: cachePolicy({ queryStrings }) });
    await site.ask('/count?b=9&a=1');
    expect(site.edge.invalidate('E1', ['/count?a=1'])).toBe(1);
  });

  test('reaches a revalidation that is under way: what that confirms is not kept', async () => {
    let answer: (() => void) | undefined;
    site.respond = (request, response) => {
      const isSame = request.headers['if-none-match'] === '"v1"';
      const end = (): void =>
        void response
          .writeHead(isSame ? 304 : 200, { etag: '"v1"', 'cache-control': 'max-age=5' })
          .end(isSame ? undefined : 'hello');
      if (isSame) answer = end;
      else end();
    };
    await site.serve();
    await site.ask('/a');
    await site.clock.advance(6_000);
    const pending = site.ask('/a');
    const end = await until(() => answer, { withinMs: 3_000, what: 'the revalidation' });
    site.edge.invalidate('E1', ['/a']);
    end();
    await pending;
    expect((await site.ask('/a')).headers['x-cache']).toBe('Miss from cloudfront');
  });
});
