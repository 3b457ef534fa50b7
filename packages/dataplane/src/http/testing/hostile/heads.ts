import { apart, both, get, HOST, last, passed, raw } from './hostile-request.ts';

const OK = passed('GET /p HTTP/1.1');
/** No distribution has that name, or none of its behaviors allows that method. */
const OWN_403 = { requests: [], closes: false, then: 403 };

export const TARGETS = [
  ...[
    '*',
    'p',
    'www.example.com',
    'www.example.com:80',
    '?q',
    '#f',
    '/p#f',
    '/p?q#f',
    '.',
    '..',
  ].map((target) => both(`target ${target}`, get(target), 400)),
  ...[
    'ftp://www.example.com/p',
    'file:///p',
    'http:///p',
    'http:/www.example.com/p',
    'http://',
    'javascript:1',
  ].map((target) => both(`target ${target}`, get(target), 400)),
  ...[
    'http://user@www.example.com/p',
    'http://user:word@www.example.com/p',
    'http://www.example.com:99999/p',
    'http://www.example.com:x/p',
    'http://www.example.com\\p',
    'http://www.example.com#f',
    'http://[::1/p',
  ].map((target) => both(`target ${target}`, get(target), 400)),
  ...[
    '/\xed\x95\x9c',
    '/a\0b',
    '/a\tb',
    '/a\x7fb',
    '/a b',
    '/a\x01',
    '/a\rb',
    '/a\nb',
    '/a\x0bb',
  ].map((target) => both(`target ${JSON.stringify(target)}`, get(target), 400)),
  both('OPTIONS *', raw('OPTIONS * HTTP/1.1', [`Host: ${HOST}`]), 400),
  both('M-SEARCH *', raw('M-SEARCH * HTTP/1.1', [`Host: ${HOST}`]), 400),
  both('CONNECT to a host', raw(`CONNECT ${HOST}:443 HTTP/1.1`, [`Host: ${HOST}`]), 400),
  both('CONNECT to a path', raw('CONNECT /p HTTP/1.1', [`Host: ${HOST}`]), 400),
  both('CONNECT to an URL', raw(`CONNECT http://${HOST}/p HTTP/1.1`, [`Host: ${HOST}`]), 400),
  both('no target', raw('GET HTTP/1.1', [`Host: ${HOST}`]), 400),
  both('a target after two spaces', raw('GET  /p HTTP/1.1', [`Host: ${HOST}`]), OK),
  // An empty query string is none to the edge, which takes it apart.
  apart('target /p?', get('/p?'), { balancer: passed('GET /p? HTTP/1.1'), edge: OK }),
  both('the absolute form', get(`http://${HOST}/p`), OK),
  both('the absolute form in capitals', get(`HTTP://${HOST}/p`), OK),
  both('the absolute form of https over plain HTTP', get(`https://${HOST}/p`), OK),
  both('the absolute form without a path', get(`http://${HOST}?q`), passed('GET /?q HTTP/1.1')),
  both(
    'the absolute form and another Host',
    raw(`GET http://${HOST}/p HTTP/1.1`, ['Host: evil.example']),
    OK,
  ),
  apart('the absolute form of another host', get('http://evil.example/p'), {
    balancer: passed('GET /p HTTP/1.1', { headers: { host: 'evil.example' } }),
    edge: OWN_403,
  }),
  ...[
    '//evil.example/p',
    '/a/../p',
    '/./p',
    '/%2e%2e/p',
    '/%00',
    '/%zz',
    '/p??',
    '/a\\b',
    '/"<>|^`{}',
    '/a;b=c',
    '/p?a=1&a=2',
  ].map((target) => both(`target ${target}`, get(target), passed(`GET ${target} HTTP/1.1`))),
];

const unknownHost = (name: string) => ({
  balancer: passed('GET /p HTTP/1.1', { headers: { host: name.replace(/:\d*$/, '') } }),
  edge: OWN_403,
});

export const HOSTS = [
  both('two Hosts', get('/p', ['Host: evil.example']), 400),
  both('two equal Hosts', get('/p', [`Host: ${HOST}`]), 400),
  both('no Host', raw('GET /p HTTP/1.1'), 400),
  both('no Host, but an absolute target', raw(`GET http://${HOST}/p HTTP/1.1`), 400),
  ...[
    '',
    'www.example.com evil.example',
    'www.example.com/x',
    'www.example.com/x y',
    'user@www.example.com',
    'www.example.com, evil.example',
    'www.example.com,evil.example',
    'www.example.com:99999',
    'www.example.com:x',
    'www.example.com:80:80',
    'www.example.com?x',
    'www.example.com#x',
    '[::1',
    '::1',
    'www.example.com\\x',
    '"www.example.com"',
    'w\xc3\xa9b.example',
    'www.example.com\tx',
    'http://www.example.com',
    '%77ww.example.com',
    "www'.example.com",
    '(www.example.com)',
  ].map((host) =>
    both(`Host ${JSON.stringify(host)}`, raw('GET /p HTTP/1.1', [`Host: ${host}`]), 400),
  ),
  both('a NUL in Host', raw('GET /p HTTP/1.1', [`Host: ${HOST}\0`]), 400),
  both('a space before the colon of Host', raw('GET /p HTTP/1.1', [`Host : ${HOST}`]), 400),
  both('a folded Host', raw('GET /p HTTP/1.1', ['Host:', ` ${HOST}`]), 400),
  both('a Host before all', raw('GET /p HTTP/1.1', [` Host: ${HOST}`]), 400),
  both('Host in capitals', raw('GET /p HTTP/1.1', [`HOST:${HOST}`]), OK),
  apart(
    'another Host',
    raw('GET /p HTTP/1.1', ['Host: evil.example']),
    unknownHost('evil.example'),
  ),
  apart(
    'another Host with a port',
    raw('GET /p HTTP/1.1', ['Host: evil.example:1']),
    unknownHost('evil.example:1'),
  ),
  apart(
    'an address as Host',
    raw('GET /p HTTP/1.1', ['Host: 127.0.0.1']),
    unknownHost('127.0.0.1'),
  ),
  apart('X-Forwarded-Host', get('/p', ['X-Forwarded-Host: evil.example']), {
    balancer: passed('GET /p HTTP/1.1', { headers: { 'x-forwarded-host': 'evil.example' } }),
    edge: passed('GET /p HTTP/1.1', { headers: { 'x-forwarded-host': 'evil.example' } }),
  }),
  apart('HTTP/1.0 without Host', raw('GET /p HTTP/1.0'), {
    balancer: last('GET /p HTTP/1.1', {
      headers: { host: 'site-1.ap-northeast-2.elb.amazonaws.com' },
    }),
    edge: { requests: [], closes: true, then: 403 },
  }),
];

export const HEADER_SYNTAX = [
  ...[
    'X',
    ': y',
    ' X: y',
    'X Y: z',
    'X(a): y',
    'X\xe9: y',
    'X[]: y',
    'X,Y: z',
    'X\0: y',
    'X@: y',
    'X\x7f: y',
    'X: a\0b',
    'X: a\x01b',
    'X: a\x7fb',
    'X: a\rb',
    'X: a\nb',
    'X: a\x1b[0m',
  ].map((line) => both(`header ${JSON.stringify(line)}`, get('/p', [line]), 400)),
  both('a folded header', get('/p', ['X: a', ' b']), 400),
  both('a header folded by a tab', get('/p', ['X: a', '\tb']), 400),
  both(
    'a first line that begins with a space',
    raw('GET /p HTTP/1.1', [' X: y', `Host: ${HOST}`]),
    400,
  ),
  both('lines that end with line feeds', `GET /p HTTP/1.1\nHost: ${HOST}\n\n`, 400),
  both('a head that ends with line feeds', `GET /p HTTP/1.1\r\nHost: ${HOST}\r\n\n`, 400),
  both('an empty value', get('/p', ['X:']), passed('GET /p HTTP/1.1', { headers: { x: '' } })),
  both(
    'a value beyond ASCII',
    get('/p', ['X: caf\xe9']),
    passed('GET /p HTTP/1.1', { headers: { x: 'caf\xe9' } }),
  ),
  both(
    'a name with an underscore',
    get('/p', ['X_Y: z']),
    passed('GET /p HTTP/1.1', { headers: { x_y: 'z' } }),
  ),
];

export const METHODS = [
  ...[
    'get',
    'Get',
    'G@T',
    'FOO',
    'G',
    'GETX',
    'TRACK',
    '',
    'GET\0',
    'G\xcb\x86T',
    'GET\t',
    'DEBUG',
  ].map((method) =>
    both(`method ${JSON.stringify(method)}`, raw(`${method} /p HTTP/1.1`, [`Host: ${HOST}`]), 400),
  ),
  both('no space after the method', raw('GET/p HTTP/1.1', [`Host: ${HOST}`]), 400),
  apart('TRACE', raw('TRACE /p HTTP/1.1', [`Host: ${HOST}`]), { balancer: 405, edge: OWN_403 }),
  ...['PROPFIND', 'PURGE', 'LOCK', 'QUERY', 'SOURCE'].map((method) =>
    apart(`method ${method}`, raw(`${method} /p HTTP/1.1`, [`Host: ${HOST}`]), {
      balancer: passed(`${method} /p HTTP/1.1`),
      edge: OWN_403,
    }),
  ),
];

export const VERSIONS = [
  ...[
    'HTTP/0.9',
    'HTTP/2.0',
    'HTTP/1.2',
    'HTTP/3.0',
    'HTTP/9.9',
    'HTTP/11',
    'HTTP/1.',
    'HTTP/x.1',
  ].map((version) =>
    both(`version ${JSON.stringify(version)}`, raw(`GET /p ${version}`, [`Host: ${HOST}`]), 505),
  ),
  ...[
    'HTTP/1.10',
    'HTTP/1.1 ',
    'HTTP/1.1x',
    'http/1.1',
    'HTP/1.1',
    'HTTP /1.1',
    'HTTPS/1.1',
    'FTP/1.0',
  ].map((version) => both(`version ${version}`, raw(`GET /p ${version}`, [`Host: ${HOST}`]), 400)),
  both('HTTP/0.9', 'GET /p\r\n\r\n', 505),
  both('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400),
  both('a TLS hello on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400),
];
