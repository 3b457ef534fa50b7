import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachePolicy } from '../edge.fixture.ts';
import { Site } from './site.fixture.ts';

let site: Site;
/** What the origin sends: its Cache-Control, and a body that changes when it is set. */
let control: string;
let body: string;
let status: number;

beforeEach(() => {
  site = new Site('127.107.14.1');
  control = 'max-age=60';
  body = 'old';
  status = 200;
  site.respond = (_request, response) =>
    response.writeHead(status, { 'cache-control': control }).end(body);
});
afterEach(() => site.close());

async function given(path = '/a'): Promise<[number, string | undefined, string]> {
  const answer = await site.ask(path);
  const cached = String(answer.headers['x-cache']).replace(' from cloudfront', '');
  return [answer.status, cached, answer.status === 200 ? answer.body : ''];
}

/**
 * RFC 5861, section 4.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
 */
describe('an expired object, while the origin fails,', () => {
  beforeEach(() => site.serve());

  async function expired(afterMs: number): Promise<void> {
    await given();
    status = 503;
    await site.clock.advance(afterMs);
  }

  test('is given as long as it is there', async () => {
    await expired(365 * 86_400_000);
    expect(await given()).toEqual([200, 'RefreshHit', 'old']);
  });

  test('is given without a question for the error caching minimum TTL', async () => {
    await expired(61_000);
    await given();
    expect(await given()).toEqual([200, 'Hit', 'old']);
    expect(site.asked).toHaveLength(2);
    await site.clock.advance(10_000);
    await given();
    expect(site.asked).toHaveLength(3);
  });

  test('is not given with stale-if-error=0', async () => {
    control = 'max-age=60, stale-if-error=0';
    await expired(61_000);
    expect(await given()).toEqual([503, 'Error', '']);
  });

  test('is given for the seconds of stale-if-error, and not longer', async () => {
    control = 'max-age=60, stale-if-error=30';
    await expired(85_000);
    expect(await given()).toEqual([200, 'RefreshHit', 'old']);
    await site.clock.advance(4_999);
    expect(await given()).toEqual([200, 'Hit', 'old']);
    await site.clock.advance(1);
    expect(await given()).toEqual([503, 'Error', '']);
  });

  test('comes before a custom error page, which is shown once its time is over', async () => {
    control = 'max-age=60, stale-if-error=30';
    const page = { responsePagePath: '/sorry', responseCode: 200, errorCachingMinTtlSeconds: 10 };
    await site.serve({}, { customErrorResponses: [{ errorCode: 503, ...page }] });
    await given();
    site.respond = (request, response) =>
      response.writeHead(request.url === '/sorry' ? 200 : 503).end('sorry');
    await site.clock.advance(61_000);
    expect(await given()).toEqual([200, 'RefreshHit', 'old']);
    await site.clock.advance(30_000);
    expect(await given()).toEqual([200, 'Error', 'sorry']);
  });

  test('is not given in the place of a 4xx', async () => {
    await expired(61_000);
    status = 403;
    expect(await given()).toEqual([403, 'Error', '']);
  });

  test('is given once more when the origin is back, with what it says then', async () => {
    await expired(61_000);
    await given();
    await site.clock.advance(10_000);
    status = 200;
    body = 'new';
    expect(await given()).toEqual([200, 'Miss', 'new']);
  });
});

/** RFC 5861, section 3. */
describe('stale-while-revalidate', () => {
  beforeEach(async () => {
    control = 'max-age=60, stale-while-revalidate=30, stale-if-error=0';
    await site.serve();
  });

  async function renewed(): Promise<void> {
    await until(async () => (await given())[2] === 'new', {
      withinMs: 3_000,
      what: 'the new object',
    });
  }

  test('gives the stale object at once, and the new one when that is here', async () => {
    await given();
    let answer: (() => void) | undefined;
    site.respond = (_request, response) =>
      (answer = () => response.writeHead(200, { 'cache-control': control }).end('new'));
    await site.clock.advance(61_000);
    for (let time = 0; time < 3; time += 1) expect(await given()).toEqual([200, 'Hit', 'old']);
    const ask = await until(() => answer, { withinMs: 3_000, what: 'the question behind' });
    expect(site.asked).toHaveLength(2);
    ask();
    await renewed();
    expect(site.asked).toHaveLength(2);
  });

  test('is over after its seconds', async () => {
    await given();
    body = 'new';
    await site.clock.advance(90_000);
    expect(await given()).toEqual([200, 'Miss', 'new']);
  });

  test('is over with the maximum TTL', async () => {
    await site.serve({ cachePolicy: cachePolicy({ maxTtlSeconds: 70 }) });
    await given();
    body = 'new';
    await site.clock.advance(71_000);
    expect(await given()).toEqual([200, 'Miss', 'new']);
  });

  test('asks for the whole object, whatever part the viewer wants', async () => {
    await given();
    body = 'new';
    await site.clock.advance(61_000);
    const part = await site.ask('/a', { headers: { range: 'bytes=0-1' } });
    expect([part.status, part.body]).toEqual([206, 'ol']);
    await renewed();
    expect(site.asked[1]?.headers).not.toHaveProperty('range');
    const head = await site.ask('/a', { method: 'HEAD' });
    expect([head.status, site.asked.length]).toEqual([200, 2]);
  });

  test('revalidates by the tag', async () => {
    site.respond = (request, response) => {
      const isSame = request.headers['if-none-match'] === '"v1"';
      response.writeHead(isSame ? 304 : 200, { etag: '"v1"', 'cache-control': control });
      response.end(isSame ? undefined : 'old');
    };
    await given();
    await site.clock.advance(61_000);
    expect(await given()).toEqual([200, 'Hit', 'old']);
    await until(() => site.asked[1]?.headers['if-none-match'] === '"v1"', {
      withinMs: 3_000,
      what: 'the conditional question',
    });
    const age = async (): Promise<boolean> => (await site.ask('/a')).headers['age'] === '0';
    await until(age, { withinMs: 3_000, what: 'the renewed object' });
  });

  test('waits for the error caching minimum TTL when the origin fails, and ends all the same', async () => {
    await given();
    status = 503;
    await site.clock.advance(61_000);
    expect(await given()).toEqual([200, 'Hit', 'old']);
    await until(() => site.asked.length === 2, { withinMs: 3_000, what: 'the question behind' });
    await site.clock.advance(9_000);
    expect(await given()).toEqual([200, 'Hit', 'old']);
    expect(site.asked).toHaveLength(2);
    await site.clock.advance(21_000);
    expect(await given()).toEqual([503, 'Error', '']);
  });

  test('gives nothing any more that the origin no longer gives', async () => {
    await given();
    control = 'no-store';
    status = 403;
    await site.clock.advance(61_000);
    expect(await given()).toEqual([200, 'Hit', 'old']);
    const isGone = async (): Promise<boolean> => (await given())[0] === 403;
    await until(isGone, { withinMs: 3_000, what: 'the refusal' });
  });

  test('ends with the edge before there is an answer', async () => {
    await given();
    const closed = new Promise<void>((resolve) => {
      site.respond = (_request, response) => void response.on('close', () => resolve());
    });
    await site.clock.advance(61_000);
    await given();
    await until(() => site.asked.length === 2, { withinMs: 3_000, what: 'the question behind' });
    await site.edge.close();
    await closed;
  });

  test('ends with the edge while a body is coming in, too', async () => {
    await given();
    const closed = new Promise<void>((resolve) => {
      site.respond = (_request, response) => {
        response.writeHead(200, { 'cache-control': control }).write('ne');
        response.on('close', () => resolve());
      };
    });
    await site.clock.advance(61_000);
    await given();
    await until(() => site.asked.length === 2, { withinMs: 3_000, what: 'the question behind' });
    await site.edge.close();
    await closed;
  });
});
