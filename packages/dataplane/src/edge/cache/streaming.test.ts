import type http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { until } from '@understudy/contract/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachePolicy } from '../edge.fixture.ts';
import { Site, type Viewing } from './site.fixture.ts';

const MiB = 1024 * 1024;
const LENGTH = { 'content-length': '10' };

let site: Site;
/** The origin's answers that are under way. */
let answers: http.ServerResponse[];

beforeEach(() => {
  site = new Site('127.107.34.1');
  answers = [];
  site.respond = (_request, response) => {
    answers.push(response);
    response.writeHead(200, LENGTH).write('0123');
  };
});
afterEach(() => site.close());

const within = (what: string): { withinMs: number; what: string } => ({ withinMs: 3_000, what });

async function heard(viewing: Viewing, text: string): Promise<void> {
  await until(() => viewing.body().toString() === text, within(`${text} at the viewer`));
}

describe('an object that is coming in', () => {
  test('reaches every viewer from its first byte, and is then a hit', async () => {
    await site.serve();
    const first = site.view('/a');
    await heard(first, '0123');
    const second = site.view('/a');
    await heard(second, '0123');
    answers[0]?.end('456789');
    await Promise.all([heard(first, '0123456789'), heard(second, '0123456789')]);
    expect(first.headers()['x-cache']).toBe('Miss from cloudfront');
    expect(second.headers()).toMatchObject({
      'x-cache': 'Hit from cloudfront',
      age: '0',
      ...LENGTH,
    });
    const third = await site.ask('/a');
    expect([third.headers['x-cache'], third.body]).toEqual(['Hit from cloudfront', '0123456789']);
    expect(site.asked).toHaveLength(1);
  });

  test('gives a range of itself as soon as that is here', async () => {
    await site.serve();
    const first = site.view('/a');
    await heard(first, '0123');
    const part = await site.ask('/a', { headers: { range: 'bytes=1-2' } });
    expect([part.status, part.body, part.headers['content-range']]).toEqual([
      206,
      '12',
      'bytes 1-2/10',
    ]);
    const none = site.view('/a', { headers: { range: 'bytes=3-5' } });
    await heard(none, '3');
    answers[0]?.end('456789');
    await heard(none, '345');
    expect(site.asked).toHaveLength(1);
  });

  test('answers HEAD and conditions by its head', async () => {
    site.respond = (_request, response) => {
      answers.push(response);
      response.writeHead(200, { ...LENGTH, etag: '"v1"' }).write('0123');
    };
    await site.serve();
    await heard(site.view('/a'), '0123');
    const head = await site.ask('/a', { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '10']);
    const same = await site.ask('/a', { headers: { 'if-none-match': '"v1"' } });
    expect(same.status).toBe(304);
    expect(site.asked).toHaveLength(1);
  });

  test('breaks off for every viewer when the origin does, and is not kept', async () => {
    await site.serve();
    const viewers = [site.view('/a'), site.view('/a')];
    await Promise.all(viewers.map((viewing) => heard(viewing, '0123')));
    answers[0]?.destroy();
    for (const viewing of viewers) await until(() => viewing.isBroken(), within('the break'));
    site.respond = (_request, response) => response.end('anew');
    const next = await site.ask('/a');
    expect([next.headers['x-cache'], next.body]).toEqual(['Miss from cloudfront', 'anew']);
  });

  test('that is chunked breaks off, too', async () => {
    site.respond = (_request, response) => {
      answers.push(response);
      response.write('0123');
    };
    await site.serve();
    const viewing = site.view('/a');
    await heard(viewing, '0123');
    answers[0]?.destroy();
    await until(() => viewing.isBroken(), within('the break'));
    site.respond = (_request, response) => response.end('anew');
    expect((await site.ask('/a')).body).toBe('anew');
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#response-custom-canceled-requests
  test('is given up when its last viewer leaves, and not before', async () => {
    await site.serve();
    const [first, second] = [site.view('/a'), site.view('/a')];
    await Promise.all([heard(first, '0123'), heard(second, '0123')]);
    first.leave();
    answers[0]?.write('45');
    await heard(second, '012345');
    const closed = new Promise((resolve) => answers[0]?.once('close', resolve));
    second.leave();
    await closed;
    site.respond = (_request, response) => response.end('anew');
    expect((await site.ask('/a')).body).toBe('anew');
  });

  test('is not kept if it was invalidated meanwhile', async () => {
    await site.serve();
    const first = site.view('/a');
    await heard(first, '0123');
    site.edge.invalidate('E1', ['/a']);
    const second = site.view('/a');
    await until(() => answers.length === 2, within('the second question'));
    answers[0]?.end('456789');
    await heard(first, '0123456789');
    answers[1]?.end('zzzzzz');
    await heard(second, '0123zzzzzz');
    expect((await site.ask('/a')).body).toBe('0123zzzzzz');
  });

  test('that turns out too long is passed on, and not kept', async () => {
    site.respond = (_request, response) => {
      response.write(Buffer.alloc(10 * MiB, 'a'));
      response.end(Buffer.alloc(10 * MiB, 'b'));
    };
    await site.serve();
    for (const time of [1, 2]) {
      const { headers, body } = await site.askBytes('/long');
      expect([headers['x-cache'], body.length]).toEqual(['Miss from cloudfront', 20 * MiB]);
      expect([body[0], body.at(-1)]).toEqual([97, 98]);
      expect(site.asked).toHaveLength(time);
    }
  });
});

test('all viewers that leave before the answer close the request to the origin', async () => {
  const closed = new Promise<void>((resolve) => {
    site.respond = (_request, response) => void response.on('close', () => resolve());
  });
  await site.serve();
  const viewers = [site.view('/a'), site.view('/a')];
  await until(() => site.asked.length === 1, within('the question'));
  for (const viewing of viewers) viewing.leave();
  await closed;
});

test('a range that the origin does not know is answered with the whole, which is kept', async () => {
  site.respond = (_request, response) => response.end('0123456789');
  await site.serve();
  const headers = { range: 'bytes=2-3' };
  const first = await site.ask('/a', { headers });
  expect([first.status, first.body]).toEqual([200, '0123456789']);
  const second = await site.ask('/a', { headers });
  expect([second.status, second.body]).toEqual([206, '23']);
  expect(site.asked).toHaveLength(1);
});

describe('compression', () => {
  const text = 'body { color: red }\n'.repeat(200);
  const headers = { 'accept-encoding': 'gzip' };
  const policy = { cachePolicy: cachePolicy({ minTtlSeconds: 0 }) };

  test.each([
    ['kept', 'max-age=60', 'Hit from cloudfront'],
    ['not kept', 'no-store', 'Miss from cloudfront'],
  ])('of what is %s', async (_what, control, cached) => {
    site.respond = (_request, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/css',
          'content-length': text.length,
          'cache-control': control,
          etag: '"v1"',
        })
        .end(text);
    await site.serve(policy);
    for (const expected of ['Miss from cloudfront', cached]) {
      const answer = await site.askBytes('/a.css', { headers });
      expect(gunzipSync(answer.body).toString()).toBe(text);
      expect(answer.headers).toMatchObject({
        'x-cache': expected,
        'content-encoding': 'gzip',
        etag: 'W/"v1"',
      });
    }
  });

  // "If the Content-Length header is missing …, CloudFront doesn't compress the object."
  test('not of what has no length', async () => {
    site.respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/css' }).write(text);
      response.end();
    };
    await site.serve(policy);
    for (let time = 0; time < 2; time += 1) {
      const answer = await site.ask('/a.css', { headers });
      expect([answer.headers['content-encoding'], answer.body]).toEqual([undefined, text]);
    }
    expect(site.asked).toHaveLength(1);
  });

  test('breaks off with the origin', async () => {
    site.respond = (_request, response) => {
      answers.push(response);
      const length = 5 * MiB;
      response.writeHead(200, { 'content-type': 'text/css', 'content-length': length });
      response.write(text);
    };
    await site.serve(policy);
    const viewing = site.view('/a.css', { headers });
    await until(() => answers.length === 1, within('the question'));
    answers[0]?.destroy();
    await until(() => viewing.isBroken(), within('the break'));
  });
});
