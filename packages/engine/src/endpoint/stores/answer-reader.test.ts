import { array, assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnswerReader, type AnswerHead } from './answer-reader.ts';

interface Read {
  interim: number[];
  head: AnswerHead | undefined;
  body: string;
  ended: boolean;
}

/** Reads these pieces, and then, if told so, the end of the connection. */
function read(pieces: readonly string[], { method = 'GET', closed = false } = {}): Read {
  const seen: Read = { interim: [], head: undefined, body: '', ended: false };
  const reader = new AnswerReader(method, {
    interim: (status) => void seen.interim.push(status),
    head: (head) => (seen.head = head),
    body: (bytes) => (seen.body += bytes.toString('latin1')),
    end: () => (seen.ended = true),
  });
  for (const piece of pieces) reader.push(Buffer.from(piece, 'latin1'));
  if (closed) reader.close();
  return seen;
}

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('an answer', () => {
  test('has its status, its reason and its headers as they came', () => {
    const { head, body, ended } = read([
      'HTTP/1.1 404 Not Found\r\nETag: "a"\r\nx-A:  b \r\nx-a:\r\nContent-Length: 4\r\n\r\nbody',
    ]);
    expect(head).toEqual({
      ...{ status: 404, reason: 'Not Found', keepsConnection: true },
      rawHeaders: ['ETag', '"a"', 'x-A', 'b', 'x-a', '', 'Content-Length', '4'],
    });
    expect([body, ended]).toEqual(['body', true]);
  });

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with status %i has no body, whatever length it tells', (method, status) => {
    const text = `HTTP/1.1 ${status} X\r\nContent-Length: 4\r\n\r\n`;
    expect(read([text], { method })).toMatchObject({ body: '', ended: true });
  });

  test('comes after those that only announce it', () => {
    const seen = read(['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n']);
    expect(seen).toMatchObject({ interim: [100, 103], head: undefined, ended: false });
  });

  test('in chunks is put together, without extensions and trailers', () => {
    const seen = read([`${chunked}4;a=b\r\nbody\r\nA\r\n, and more\r\n0\r\nTrailer: x\r\n\r\n`]);
    expect(seen).toMatchObject({ body: 'body, and more', ended: true });
  });

  test('of no told length goes on to the end of the connection, which it takes along', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\nall';
    expect(read([text])).toMatchObject({ body: 'all', ended: false });
    const seen = read([text, ' of it'], { closed: true });
    expect(seen).toMatchObject({ body: 'all of it', ended: true });
    expect(seen.head?.keepsConnection).toBe(false);
  });

  test.each(['HTTP/1.1 200 OK\r\nConnection: Close\r\n', 'HTTP/1.0 200 OK\r\n'])(
    'says that its connection ends: %j',
    (head) => {
      expect(read([`${head}Content-Length: 0\r\n\r\n`]).head?.keepsConnection).toBe(false);
    },
  );

  test('is the same wherever it is cut', () => {
    assert(
      property(
        array(uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
        constantFrom('length', 'chunked'),
        integer({ min: 1, max: 60 }),
        (parts, framing, size) => {
          const texts = parts.map((part) => Buffer.from(part).toString('latin1'));
          const body = texts.join('');
          const pieces = texts.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`);
          const whole =
            framing === 'chunked'
              ? `${chunked}${pieces.join('')}0\r\n\r\n`
              : `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
          const cut = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
          expect(read(cut)).toEqual(read([whole]));
          expect(read(cut)).toMatchObject({ body, ended: true });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what is no answer, or more than one, is refused', () => {
  test.each([
    ['another protocol', 'SSH-2.0-x\r\n\r\n'],
    ['another version', 'HTTP/2 200 OK\r\n\r\n'],
    ['no status', 'HTTP/1.1 OK\r\n\r\n'],
    ['another protocol from here on', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n'],
    ['a blank before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['a length and chunks', `${chunked.slice(0, -2)}Content-Length: 4\r\n\r\n`],
    ['another coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['a chunk without a size', `${chunked}x\r\n`],
    ['a chunk longer than its size', `${chunked}1\r\nab\r\n`],
    ['more than its length', 'HTTP/1.1 204 X\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}`],
  ])('%s', (_what, text) => {
    expect(() => read([text])).toThrow("the store's answer is malformed");
  });

  test.each([
    ['before it began', ''],
    ['within its head', 'HTTP/1.1 200 OK\r\n'],
    ['within its body', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo'],
    ['between chunks', `${chunked}1\r\na\r\n`],
  ])('a connection that ends %s', (_when, text) => {
    expect(() => read([text], { closed: true })).toThrow('the store ended the connection');
  });
});
