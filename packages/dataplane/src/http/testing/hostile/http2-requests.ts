import { HOST, type Seen } from './hostile-request.ts';

/** A status that the server gives itself, a stream or connection that it resets, or what passes. */
export type Http2Outcome = number | 'reset' | Seen;

export interface Http2Request {
  name: string;
  headers: readonly (readonly [string, string])[];
  body?: string;
  balancer: Http2Outcome;
  edge: Http2Outcome;
}

type Pairs = readonly (readonly [string, string])[];

const pseudo = (changed: Readonly<Record<string, string | undefined>> = {}): Pairs =>
  Object.entries({
    ':method': 'GET',
    ':scheme': 'https',
    ':authority': HOST,
    ':path': '/p',
    ...changed,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

const OK: Seen = { line: 'GET /p HTTP/1.1' };

function both(name: string, headers: Pairs, outcome: Http2Outcome, body?: string): Http2Request {
  return { name, headers, balancer: outcome, edge: outcome, ...(body !== undefined && { body }) };
}

/** RFC 9113, sections 8.2 and 8.3: what makes a request of HTTP/2 malformed. */
export const HTTP2_REQUESTS: readonly Http2Request[] = [
  both('an honest request', pseudo(), OK),
  both('no :path', pseudo({ ':path': undefined }), 'reset'),
  both('no :method', pseudo({ ':method': undefined }), 'reset'),
  both('no :scheme', pseudo({ ':scheme': undefined }), 'reset'),
  both('an empty :path', pseudo({ ':path': '' }), 'reset'),
  ...['p', '*', 'http://www.example.com/p', '?q'].map((path) =>
    both(`:path ${path}`, pseudo({ ':path': path }), 'reset'),
  ),
  both('OPTIONS *', pseudo({ ':method': 'OPTIONS', ':path': '*' }), 400),
  ...['/p#f'].map((path) => both(`:path ${JSON.stringify(path)}`, pseudo({ ':path': path }), 400)),
  ...['/\xed\x95\x9c'].map((path) => both('a :path beyond ASCII', pseudo({ ':path': path }), 400)),
  ...['/a b', '/a\tb', '/a\r\nX: y', '/a\0'].map((path) =>
    both(`:path ${JSON.stringify(path)}`, pseudo({ ':path': path }), 'reset'),
  ),
  both('two :paths', [...pseudo(), [':path', '/2']], 'reset'),
  both('two :authorities', [...pseudo(), [':authority', 'evil.example']], 'reset'),
  both('a pseudo-header after a header', [['x', 'y'], ...pseudo()], 'reset'),
  both('an unknown pseudo-header', [...pseudo(), [':status', '200']], 'reset'),
  both('a name in upper case', [...pseudo(), ['X-Upper', 'y']], 'reset'),
  ...['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'].map((name) =>
    both(name, [...pseudo(), [name, name === 'transfer-encoding' ? 'chunked' : 'x']], 'reset'),
  ),
  both('te: gzip', [...pseudo(), ['te', 'gzip']], 'reset'),
  both('te: trailers', [...pseudo(), ['te', 'trailers']], OK),
  both('another Host', [...pseudo(), ['host', 'evil.example']], 400),
  both('the same Host', [...pseudo(), ['host', HOST]], OK),
  both('two Hosts', [...pseudo(), ['host', HOST], ['host', HOST]], 'reset'),
  both('Host alone', [...pseudo({ ':authority': undefined }), ['host', HOST]], OK),
  both('no authority', pseudo({ ':authority': undefined }), 'reset'),
  ...['user@www.example.com', 'www.example.com/x', 'www.example.com evil', ''].map((host) =>
    both(`:authority ${JSON.stringify(host)}`, pseudo({ ':authority': host }), 'reset'),
  ),
  both(':authority with no port', pseudo({ ':authority': 'a:99999' }), 400),
  both('CONNECT', pseudo({ ':method': 'CONNECT', ':path': undefined, ':scheme': undefined }), 400),
  both('a method that nobody knows', pseudo({ ':method': 'FOO' }), 400),
  both('a method in lower case', pseudo({ ':method': 'get' }), 400),
  both('a method with a space', pseudo({ ':method': 'GET /2' }), 'reset'),
  both('a method with a line feed', pseudo({ ':method': 'GET\n' }), 'reset'),
  // nghttp2 leaves out headers that can be none, and keeps the rest.
  ...['a\r\nb', 'a\0b', 'a\nb'].map((value) =>
    both(`value ${JSON.stringify(value)}`, [...pseudo(), ['x', value]], OK),
  ),
  ...['x y', 'x:y', 'x\r', 'x\0', ''].map((name) =>
    both(`name ${JSON.stringify(name)}`, [...pseudo(), [name, 'z']], OK),
  ),
  both(
    'a length without a body',
    [...pseudo({ ':method': 'POST' }), ['content-length', '3']],
    'reset',
  ),
  both(
    'a body longer than its length',
    [...pseudo({ ':method': 'POST' }), ['content-length', '3']],
    'reset',
    'abcd',
  ),
  both(
    'a body shorter than its length',
    [...pseudo({ ':method': 'POST' }), ['content-length', '5']],
    'reset',
    'abcd',
  ),
  both(
    'two lengths',
    [...pseudo({ ':method': 'POST' }), ['content-length', '3'], ['content-length', '3']],
    'reset',
    'abc',
  ),
  both(
    'a length that is no number',
    [...pseudo({ ':method': 'POST' }), ['content-length', '+3']],
    'reset',
    'abc',
  ),
  both(
    'a body',
    [...pseudo({ ':method': 'POST' }), ['content-length', '3']],
    { line: 'POST /p HTTP/1.1', body: 'abc' },
    'abc',
  ),
  both(
    'a body without a length',
    pseudo({ ':method': 'POST' }),
    { line: 'POST /p HTTP/1.1', body: 'abc' },
    'abc',
  ),
  { ...both('a GET with a body', pseudo(), 403, 'abc'), balancer: { ...OK, body: 'abc' } },
  both('cookies apart', [...pseudo(), ['cookie', 'a=1'], ['cookie', 'b=2']], {
    ...OK,
    headers: { cookie: 'a=1; b=2' },
  }),
  both(
    'a body that looks like a request',
    pseudo({ ':method': 'POST' }),
    { line: 'POST /p HTTP/1.1', body: 'GET /2 HTTP/1.1\r\nHost: a\r\n\r\n' },
    'GET /2 HTTP/1.1\r\nHost: a\r\n\r\n',
  ),
  {
    ...both('a :path of 9,000 bytes', pseudo({ ':path': `/${'a'.repeat(8_999)}` }), 413),
    balancer: { line: `GET /${'a'.repeat(8_999)} HTTP/1.1` },
  },
];
