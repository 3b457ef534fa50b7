import { apart, both, get, HOST, last, passed, post, raw } from './hostile-request.ts';

const OK = passed('GET /p HTTP/1.1');
const many = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

/** Balancer: load-balancer-limits.html. Edge: cloudfront-limits.html. */
export const LIMITS = [
  apart('a target of 9,000 bytes', get(`/${'a'.repeat(8_999)}`), {
    balancer: passed(`GET /${'a'.repeat(8_999)} HTTP/1.1`),
    edge: 413,
  }),
  apart('a query of 9,000 bytes', get(`/?${'a'.repeat(8_998)}`), {
    balancer: passed(`GET /?${'a'.repeat(8_998)} HTTP/1.1`),
    edge: 413,
  }),
  apart('a target of 17,000 bytes', get(`/${'a'.repeat(16_999)}`), { balancer: 414, edge: 413 }),
  apart('an endless request line', `GET /${'a'.repeat(120_000)}`, { balancer: 414, edge: 413 }),
  apart('a header of 17,000 bytes', get('/p', [`X: ${'a'.repeat(17_000)}`]), {
    balancer: 400,
    edge: passed('GET /p HTTP/1.1', { headers: { x: 'a'.repeat(17_000) } }),
  }),
  apart('a header of 21,000 bytes', get('/p', [`X: ${'a'.repeat(21_000)}`]), {
    balancer: 400,
    edge: 413,
  }),
  apart('an endless header', `GET /p HTTP/1.1\r\nX: ${'a'.repeat(120_000)}`, {
    balancer: 414,
    edge: 413,
  }),
  apart('an endless name', `GET /p HTTP/1.1\r\n${'a'.repeat(120_000)}`, {
    balancer: 414,
    edge: 413,
  }),
  apart('30,000 bytes of headers', get('/p', many(3, `X: ${'a'.repeat(10_000)}`)), {
    balancer: passed('GET /p HTTP/1.1', { headers: { x: many(3, 'a'.repeat(10_000)).join(', ') } }),
    edge: 413,
  }),
  apart('70,000 bytes of headers', get('/p', many(7, `X: ${'a'.repeat(10_000)}`)), {
    balancer: 400,
    edge: 413,
  }),
  apart(
    '2,500 headers before Host',
    raw('GET /p HTTP/1.1', [...many(2_500, 'a:b'), `Host: ${HOST}`]),
    {
      balancer: passed('GET /p HTTP/1.1', { headers: { a: many(2_500, 'b').join(', ') } }),
      edge: passed('GET /p HTTP/1.1', { headers: { a: many(2_500, 'b').join(', ') } }),
    },
  ),
  apart(
    'two Hosts behind 2,500 headers',
    get('/p', [...many(2_500, 'a:b'), 'Host: evil.example']),
    {
      balancer: 400,
      edge: 400,
    },
  ),
  apart(
    '31 addresses in X-Forwarded-For',
    get('/p', [`X-Forwarded-For: ${many(31, '1').join()}`]),
    {
      balancer: 463,
      edge: passed('GET /p HTTP/1.1', {
        headers: { 'x-forwarded-for': `${many(31, '1').join()}, *` },
      }),
    },
  ),
];

export const PIPELINING = [
  both('two requests', get('/1') + get('/2'), {
    requests: [{ line: 'GET /1 HTTP/1.1' }, { line: 'GET /2 HTTP/1.1' }],
    closes: false,
  }),
  both(
    'a request after Connection: close',
    get('/1', ['Connection: close']) + get('/2'),
    last('GET /1 HTTP/1.1'),
  ),
  both(
    'two requests of HTTP/1.0 that ask to keep the connection',
    raw('GET /1 HTTP/1.0', [`Host: ${HOST}`, 'Connection: keep-alive']) +
      raw('GET /2 HTTP/1.0', [`Host: ${HOST}`]),
    last('GET /1 HTTP/1.1'),
  ),
  both(
    'a request of HTTP/1.0 and one of HTTP/1.1',
    raw('GET /1 HTTP/1.0', [`Host: ${HOST}`]) + get('/2'),
    last('GET /1 HTTP/1.1'),
  ),
  both('a request after one that is refused', get('/1#f') + get('/2'), 400),
  both('a request after an unknown coding', post(['Transfer-Encoding: gzip']) + get('/2'), 501),
  both('a request after a bad Host', raw('GET / HTTP/1.1', ['Host: a b']) + get('/2'), 400),
  both('a request after CONNECT', raw('CONNECT a:1 HTTP/1.1', [`Host: ${HOST}`]) + get('/2'), 400),
  both('garbage after a request', `${get('/1')}garbage\r\n\r\n`, {
    ...last('GET /1 HTTP/1.1'),
    then: 400,
  }),
  both('a bad head after a request', get('/1') + get('/2', ['X(: y']), {
    ...last('GET /1 HTTP/1.1'),
    then: 400,
  }),
  both('empty lines before a request', `\r\n\r\n${get('/p')}`, OK),
];

const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket'];

export const UPGRADES = [
  both(
    'h2c',
    get('/p', [
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
    ]),
    OK,
  ),
  both('TLS', get('/p', ['Connection: Upgrade', 'Upgrade: TLS/1.0']), OK),
  both('a list', get('/p', ['Connection: Upgrade', 'Upgrade: h2c, websocket']), OK),
  both('without Connection', get('/p', ['Upgrade: websocket']), OK),
  both(
    'in HTTP/1.0',
    raw('GET /p HTTP/1.0', [`Host: ${HOST}`, ...UPGRADE]),
    last('GET /p HTTP/1.1'),
  ),
  both(
    'of a POST',
    post([...UPGRADE, 'Content-Length: 3'], 'abc'),
    passed('POST /p HTTP/1.1', { body: 'abc' }),
  ),
  apart(
    'with a body',
    raw('GET /p HTTP/1.1', [`Host: ${HOST}`, ...UPGRADE, 'Content-Length: 3'], 'abc'),
    {
      balancer: last('GET /p HTTP/1.1', { body: 'abc' }),
      edge: 403,
    },
  ),
].map((request) => ({ ...request, name: `upgrade ${request.name}` }));

/** RFC 9110, section 7.6.1. */
export const NAMED_BY_CONNECTION = [
  both('one', get('/p', ['Connection: X-A', 'X-A: 1']), OK),
  both(
    'one of two',
    get('/p', ['Connection: X-A', 'X-A: 1', 'X-B: 2']),
    passed('GET /p HTTP/1.1', { headers: { 'x-b': '2' } }),
  ),
  both('in two lines', get('/p', ['Connection: X-A', 'X-A: 1', 'Connection: X-B', 'X-B: 2']), OK),
  both('beside close', get('/p', ['Connection: close, X-A', 'X-A: 1']), last('GET /p HTTP/1.1')),
  both('with empty parts', get('/p', ['Connection: ,, X-A ,', 'X-A: 1']), OK),
  both('Cookie', get('/p', ['Connection: Cookie', 'Cookie: a=1']), OK),
  both('Authorization', get('/p', ['Connection: Authorization', 'Authorization: x']), OK),
  both('Host', get('/p', ['Connection: Host']), OK),
  both(
    'Content-Length',
    post(['Connection: Content-Length', 'Content-Length: 3'], 'abc'),
    passed('POST /p HTTP/1.1', { body: 'abc' }),
  ),
  both(
    'Transfer-Encoding',
    post(['Connection: Transfer-Encoding', 'Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n'),
    passed('POST /p HTTP/1.1', { body: 'abc' }),
  ),
  both('X-Forwarded-For', get('/p', ['Connection: X-Forwarded-For']), OK),
  both('X-Amzn-Trace-Id', get('/p', ['Connection: X-Amzn-Trace-Id, Via, X-Amz-Cf-Id']), OK),
  ...[
    'Keep-Alive: timeout=1',
    'Proxy-Connection: keep-alive',
    'TE: trailers',
    'Trailer: X-A',
    'HTTP2-Settings: AAAA',
    'Upgrade: foo',
  ].map((line) => both(`not even: ${line}`, get('/p', [line]), OK)),
].map((request) => ({ ...request, name: `named by Connection: ${request.name}` }));
