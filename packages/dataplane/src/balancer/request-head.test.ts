import { describe, expect, test } from 'vitest';
import { forwardedHeaders, type ForwardingFacts } from './request-head.ts';

describe('forwarded headers', () => {
  function forwarded(
    rawHeaders: string[],
    changed: Partial<ForwardingFacts['attributes']> & { port?: number } = {},
  ): Record<string, string> {
    const { port = 80, ...attributes } = changed;
    const sent = forwardedHeaders({
      head: { method: 'GET', target: '/', httpVersion: '1.1', rawHeaders },
      listener: { protocol: 'HTTP', port },
      attributes: {
        xffHeaderProcessing: 'append',
        preserveHostHeader: false,
        dropInvalidHeaderFields: false,
        ...attributes,
      },
      clientAddress: '127.0.0.1',
      trace: '1-67891234-12456789abcdef0123456789',
    });
    return Object.fromEntries(
      Array.from({ length: sent.length / 2 }, (_, index) => [sent[index * 2], sent[index * 2 + 1]]),
    ) as Record<string, string>;
  }
  const SELF = 'Self=1-67891234-12456789abcdef0123456789';
  const ROOT = 'Root=1-67891233-abcdef012345678912345678';

  test.each([
    ['append', [], '127.0.0.1'],
    ['append', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4, 127.0.0.1'],
    ['preserve', [], undefined],
    ['preserve', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4'],
    ['remove', ['X-Forwarded-For', '127.0.0.4'], undefined],
  ] as const)('X-Forwarded-For in mode %s with %j', (mode, raw, expected) => {
    const sent = forwarded([...raw], { xffHeaderProcessing: mode });
    expect(sent['X-Forwarded-For']).toBe(expected);
  });

  test.each([
    [undefined, SELF.replace('Self', 'Root')],
    [ROOT, `${SELF};${ROOT}`],
    [`${ROOT};CalledFrom=app`, `${SELF};${ROOT};CalledFrom=app`],
    [`Self=1-old;${ROOT}`, `${SELF};${ROOT}`],
    ['CalledFrom=app', `${SELF.replace('Self', 'Root')};CalledFrom=app`],
  ])('X-Amzn-Trace-Id %s becomes %s', (before, after) => {
    const raw = before === undefined ? [] : ['X-Amzn-Trace-Id', before];
    expect(forwarded(raw)['X-Amzn-Trace-Id']).toBe(after);
  });

  test.each([
    ['www.example.com:8080', 80, false, 'www.example.com'],
    ['www.example.com', 8443, false, 'www.example.com:8443'],
    ['www.example.com:1', 8443, false, 'www.example.com:8443'],
    ['www.example.com:1', 80, true, 'www.example.com:1'],
  ])('Host %s at listener port %d, preserved %s: %s', (host, port, preserveHostHeader, sent) => {
    expect(forwarded(['Host', host], { port, preserveHostHeader })['Host']).toBe(sent);
  });

  test('invalid names are dropped only when the attribute says so', () => {
    const raw = ['x_bad', '1', 'x-good', '2'];
    expect(forwarded(raw)).toMatchObject({ x_bad: '1', 'x-good': '2' });
    expect(forwarded(raw, { dropInvalidHeaderFields: true })).not.toHaveProperty('x_bad');
  });

  test('a viewer cannot make framing or our own headers disappear', () => {
    const raw = ['Connection', 'Content-Length, X-Forwarded-For, Host', 'Content-Length', '5'];
    expect(forwarded(['Host', 'a', ...raw])).toMatchObject({
      Host: 'a',
      'Content-Length': '5',
      'X-Forwarded-For': '127.0.0.1',
    });
  });
});
