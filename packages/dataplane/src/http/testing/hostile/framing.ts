import { apart, both, chunked, get, HOST, last, passed, post, raw } from './hostile-request.ts';

const CHUNKS = '3\r\nabc\r\n0\r\n\r\n';
const ABC = { body: 'abc' };

/** Where one message ends and the next begins: Content-Length and Transfer-Encoding. */
export const FRAMING = [
  both('CL.TE', post(['Content-Length: 3', 'Transfer-Encoding: chunked'], CHUNKS), 400),
  both('TE.CL', post(['Transfer-Encoding: chunked', 'Content-Length: 3'], CHUNKS), 400),
  both(
    'CL.TE.CL',
    post(['Content-Length: 3', 'Transfer-Encoding: chunked', 'Content-Length: 3'], CHUNKS),
    400,
  ),
  both('CL and identity', post(['Content-Length: 3', 'Transfer-Encoding: identity'], 'abc'), 400),
  ...['gzip', 'gzip, chunked', 'cow', 'xchunked', 'chunkedx', '"chunked"', 'deflate'].map(
    (coding) => both(`coding ${coding}`, post([`Transfer-Encoding: ${coding}`], CHUNKS), 501),
  ),
  ...['chunked, gzip', 'chunked, chunked', 'chunked;q=1', 'chunked,', 'chunked x'].map((coding) =>
    both(`coding ${coding}`, post([`Transfer-Encoding: ${coding}`], CHUNKS), 501),
  ),
  both(
    'two codings',
    post(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], CHUNKS),
    501,
  ),
  both(
    'chunked, then identity in a line of its own',
    post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], CHUNKS),
    501,
  ),
  both(
    'identity, then chunked in a line of its own',
    post(['Transfer-Encoding: identity', 'Transfer-Encoding: chunked'], CHUNKS),
    501,
  ),
  both('an empty coding', post(['Transfer-Encoding:'], CHUNKS), 501),
  apart('identity', post(['Transfer-Encoding: identity'], 'abc'), {
    balancer: last('POST /p HTTP/1.1'),
    edge: 501,
  }),
  apart(
    'identity of a GET, and another request',
    get('/i', ['Transfer-Encoding: identity']) + get('/2'),
    {
      balancer: last('GET /i HTTP/1.1'),
      edge: 501,
    },
  ),
  both(
    'a tab before chunked',
    post(['Transfer-Encoding: \tchunked'], CHUNKS),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both(
    'Chunked in capitals',
    post(['TRANSFER-ENCODING: CHUNKED'], CHUNKS),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both('a vertical tab before chunked', post(['Transfer-Encoding: \x0bchunked'], CHUNKS), 400),
  both('a space before the colon of TE', post(['Transfer-Encoding : chunked'], CHUNKS), 400),
  both('a folded TE', post(['X: y', ' Transfer-Encoding: chunked'], CHUNKS), 400),
  both('a folded coding', post(['Transfer-Encoding:', ' chunked'], CHUNKS), 400),
  both('TE after a line feed', post(['X: y\nTransfer-Encoding: chunked'], CHUNKS), 400),
  both('TE after a carriage return', post(['X: y\rTransfer-Encoding: chunked'], CHUNKS), 400),
  both('a NUL in TE', post(['Transfer-Encoding\0: chunked'], CHUNKS), 400),
  both('a letter like an i in TE', post(['Transfer-Encod\xc4\xb1ng: chunked'], CHUNKS), 400),
  apart('Transfer_Encoding', post(['Transfer_Encoding: chunked'], CHUNKS), {
    balancer: last('POST /p HTTP/1.1', { headers: { transfer_encoding: 'chunked' } }),
    edge: 400,
  }),
  apart('Content_Length', post(['Content_Length: 3'], 'abc'), {
    balancer: last('POST /p HTTP/1.1', { headers: { content_length: '3' } }),
    edge: 400,
  }),
  both('a coding in HTTP/1.0', chunked(CHUNKS, 'POST /p HTTP/1.0'), 400),
  both('two equal lengths', post(['Content-Length: 3', 'Content-Length: 3'], 'abc'), 400),
  both('two lengths', post(['Content-Length: 3', 'Content-Length: 5'], 'abc'), 400),
  ...[
    '3, 3',
    '+3',
    '-3',
    '0x3',
    '3 4',
    '3;',
    '',
    '3.0',
    '1e1',
    '\xef\xbc\x93',
    '3\x0b',
    '18446744073709551619',
  ].map((length) =>
    both(`length ${JSON.stringify(length)}`, post([`Content-Length: ${length}`], 'abc'), 400),
  ),
  both(
    'a length with spaces',
    post(['Content-Length:  3 '], 'abc'),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both(
    'a length with zeros',
    post(['Content-Length: 003'], 'abc'),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both('a body longer than its length', post(['Content-Length: 3'], 'abcdef'), {
    ...last('POST /p HTTP/1.1', ABC),
    then: 400,
  }),
  both(
    'a body that looks like a request',
    post([`Content-Length: ${get('/smuggled').length}`], get('/smuggled')),
    passed('POST /p HTTP/1.1', { body: get('/smuggled') }),
  ),
  apart(
    'a GET with a body',
    raw('GET /b HTTP/1.1', [`Host: ${HOST}`, 'Content-Length: 3'], 'abc'),
    {
      balancer: last('GET /b HTTP/1.1', ABC),
      edge: 403,
    },
  ),
  apart('a GET that promises a body', get('/b', ['Content-Length: 0']), {
    balancer: passed('GET /b HTTP/1.1'),
    edge: passed('GET /b HTTP/1.1'),
  }),
  apart('a GET with chunks', chunked(CHUNKS, 'GET /b HTTP/1.1'), {
    balancer: last('GET /b HTTP/1.1', ABC),
    edge: 403,
  }),
  apart(
    'a GET whose body looks like a request',
    raw('GET /b HTTP/1.1', [`Host: ${HOST}`, `Content-Length: ${get('/2').length}`], get('/2')),
    {
      balancer: last('GET /b HTTP/1.1', { body: get('/2') }),
      edge: 403,
    },
  ),
  apart(
    'a HEAD with a body',
    raw('HEAD /b HTTP/1.1', [`Host: ${HOST}`, 'Content-Length: 3'], 'abc'),
    {
      balancer: last('HEAD /b HTTP/1.1', ABC),
      edge: 403,
    },
  ),
  both(
    'a DELETE with a body',
    raw('DELETE /p HTTP/1.1', [`Host: ${HOST}`, 'Content-Length: 3'], 'abc'),
    passed('DELETE /p HTTP/1.1', ABC),
  ),
  both(
    'an OPTIONS with chunks',
    chunked(CHUNKS, 'OPTIONS /p HTTP/1.1'),
    passed('OPTIONS /p HTTP/1.1', ABC),
  ),
];

/** RFC 9112, section 7.1: a size in hexadecimal digits, and nothing else but extensions. */
export const CHUNK_SYNTAX = [
  ...[
    '3 ',
    ' 3',
    '3\t',
    '0x3',
    '-3',
    '+3',
    '',
    'g',
    '3g',
    '3.',
    '3,3',
    '10000000000000003',
    '3\n',
    '3;a\n',
    '3;a="\n"',
    '\xb3',
    '3\0',
  ].map((size) =>
    both(`chunk size ${JSON.stringify(size)}`, chunked(`${size}\r\nabc\r\n0\r\n\r\n`), 400),
  ),
  both('a size with a bare line feed', chunked('3\nabc\r\n0\r\n\r\n'), 400),
  both('a chunk longer than its size', chunked('3\r\nabcd\r\n0\r\n\r\n'), 400),
  both('a chunk shorter than its size', chunked('5\r\nabc\r\n0\r\n\r\n'), 400),
  both('a chunk without its end', chunked('3\r\nabc0\r\n\r\n'), 400),
  both('a chunk that ends with a line feed', chunked('3\r\nabc\n0\r\n\r\n'), 400),
  both('a chunk that ends with two carriage returns', chunked('3\r\nabc\r\r\n0\r\n\r\n'), 400),
  ...['3;a', '3;a=b', '3;a="b c"', '0003', '3;a;b=1'].map((size) =>
    both(
      `chunk size ${size}`,
      chunked(`${size}\r\nabc\r\n0\r\n\r\n`),
      passed('POST /p HTTP/1.1', ABC),
    ),
  ),
  both(
    'an upper case size',
    chunked('A\r\n0123456789\r\n0\r\n\r\n'),
    passed('POST /p HTTP/1.1', { body: '0123456789' }),
  ),
  both(
    'a last chunk of two zeros',
    chunked('3\r\nabc\r\n00\r\n\r\n'),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both('a trailer', chunked('3\r\nabc\r\n0\r\nX-Late: y\r\n\r\n'), passed('POST /p HTTP/1.1', ABC)),
  both(
    'a Host as trailer',
    chunked('3\r\nabc\r\n0\r\nHost: evil.example\r\n\r\n'),
    passed('POST /p HTTP/1.1', ABC),
  ),
  both('a length as trailer', chunked('3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n'), 400),
  both('a trailer without a colon', chunked('3\r\nabc\r\n0\r\nX\r\n\r\n'), 400),
  both('a trailer with a bare line feed', chunked('3\r\nabc\r\n0\r\nX: y\n\r\n'), 400),
  both('a folded trailer', chunked('3\r\nabc\r\n0\r\nX: y\r\n z\r\n\r\n'), 400),
  both(
    'a chunk that looks like a request',
    chunked(`${get('/smuggled').length.toString(16)}\r\n${get('/smuggled')}\r\n0\r\n\r\n`),
    passed('POST /p HTTP/1.1', { body: get('/smuggled') }),
  ),
];
