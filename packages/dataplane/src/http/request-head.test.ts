import { describe, expect, test } from 'vitest';
import { understand, type RequestHead } from './request-head.ts';

function head(rawHeaders: string[], changed: Partial<RequestHead> = {}): RequestHead {
  return { method: 'GET', target: '/', httpVersion: '1.1', rawHeaders, ...changed };
}
const H2 = [':method', 'GET', ':path', '/', ':scheme', 'https'];

describe('understand', () => {
  test('the absolute form’s authority wins over Host', () => {
    expect(understand(head(['Host', 'b'], { target: 'http://a/p' }))).toEqual({
      target: { authority: 'a', path: '/p', query: undefined },
      host: 'a',
    });
  });

  test.each<[string, RequestHead, string]>([
    ['two Hosts', head(['Host', 'a', 'host', 'a']), 'malformed'],
    ['no Host', head([]), 'malformed'],
    ['an empty Host', head(['Host', '']), 'malformed'],
    ['no Host beside an absolute form', head([], { target: 'http://a/' }), 'malformed'],
    ['a Host with a path', head(['Host', 'a/x']), 'malformed'],
    ['a Host with a space', head(['Host', 'a b']), 'malformed'],
    ['a Host with a user', head(['Host', 'u@a']), 'malformed'],
    ['a coding', head(['Host', 'a', 'Transfer-Encoding', 'gzip, chunked']), 'coding'],
    ['a bad coding', head(['Host', 'a', 'Transfer-Encoding', '\x0bchunked x']), 'coding'],
    [
      'a coding in 1.0',
      head(['Host', 'a', 'Transfer-Encoding', 'chunked'], { httpVersion: '1.0' }),
      'malformed',
    ],
    ['0.9', head([], { httpVersion: '0.9' }), 'version'],
    ['2.0 in a request line', head(['Host', 'a'], { httpVersion: '2.0' }), 'version'],
    [
      'HTTP/2 at odds with itself',
      head([...H2, ':authority', 'a', 'host', 'b'], { httpVersion: '2.0' }),
      'malformed',
    ],
    [
      'HTTP/2 with a bad authority',
      head([...H2, ':authority', 'u@a'], { httpVersion: '2.0' }),
      'malformed',
    ],
    ['HTTP/2 without any', head([...H2], { httpVersion: '2.0' }), 'malformed'],
  ])('refuses %s', (_, given, problem) => {
    expect(understand(given)).toBe(problem);
  });

  test.each<[string, RequestHead, string]>([
    ['HTTP/1.0 without Host', head([], { httpVersion: '1.0' }), ''],
    ['identity', head(['Host', 'a', 'Transfer-Encoding', 'identity']), 'a'],
    [
      'HTTP/2',
      head([...H2, ':authority', 'A:443', 'host', 'a:443'], { httpVersion: '2.0' }),
      'A:443',
    ],
    ['HTTP/2 with Host alone', head([...H2, 'host', 'a'], { httpVersion: '2.0' }), 'a'],
  ])('takes %s', (_, given, host) => {
    expect(understand(given)).toMatchObject({ host });
  });
});
