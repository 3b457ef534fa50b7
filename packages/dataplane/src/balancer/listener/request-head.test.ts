import { describe, expect, test } from 'vitest';
import { forwardedHeaders, judge, type ForwardingFacts } from './request-head.ts';

describe('forwarded headers', () => {
  function forwarded(
    rawHeaders: string[],
    changed: Partial<ForwardingFacts['attributes']> & { port?: number } = {},
  ): Record<string, string> {
    const { port = 80, ...attributes } = changed;
    const sent = forwardedHeaders({
      head: { method: 'GET', target: '/', httpVersion: '1.1', rawHeaders },
      host: rawHeaders[rawHeaders.indexOf('Host') + 1] ?? '',
      dnsName: 'site-1.elb.amazonaws.com',
      listener: { protocol: 'HTTP', port },
      attributes: {
        xffHeaderProcessing: 'append',
        xffClientPort: false,
        preserveHostHeader: false,
        dropInvalidHeaderFields: false,
        ...attributes,
      },
      clientAddress: '127.0.0.1',
      clientPort: 51_234,
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
    ['append', [], '127.0.0.1:51234'],
    ['append', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4, 127.0.0.1:51234'],
    ['preserve', ['X-Forwarded-For', '127.0.0.4'], '127.0.0.4'],
    ['remove', ['X-Forwarded-For', '127.0.0.4'], undefined],
  ] as const)(
    "X-Forwarded-For with the client's port in mode %s with %j",
    (mode, raw, expected) => {
      const sent = forwarded([...raw], { xffHeaderProcessing: mode, xffClientPort: true });
      expect(sent['X-Forwarded-For']).toBe(expected);
    },
  );

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
    ['', 80, false, 'site-1.elb.amazonaws.com'],
    ['', 8443, true, 'site-1.elb.amazonaws.com'],
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

describe('judge', () => {
  const judged = (rawHeaders: string[], changed: { target?: string; method?: string } = {}) =>
    judge({ method: 'GET', target: '/', httpVersion: '1.1', rawHeaders, ...changed }, 'defensive');
  const host = ['Host', 'a'];

  // docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html:
  // "The request header exceeded 16K per request line, 16K per single header, or 64K for the entire
  // header", "463: an X-Forwarded-For request header with more than 30 IP addresses".
  test.each<[string, ReturnType<typeof judged>, number]>([
    ['a target of more than 16 K', judged(host, { target: `/${'a'.repeat(16_384)}` }), 414],
    ['a header of more than 16 K', judged([...host, 'X', 'a'.repeat(16_384)]), 400],
    [
      'more than 64 K of headers',
      judged([...host, ...Array.from({ length: 10 }, () => ['X', 'a'.repeat(8_000)]).flat()]),
      400,
    ],
    ['31 addresses', judged([...host, 'X-Forwarded-For', Array(31).fill('1').join()]), 463],
    ['TRACE', judged(host, { method: 'TRACE' }), 405],
    ['a coding', judged([...host, 'Transfer-Encoding', 'gzip']), 501],
    ['a target with a fragment', judged(host, { target: '/#f' }), 400],
  ])('refuses %s', (_, answer, status) => {
    expect(answer).toBe(status);
  });

  test('takes what is just within', () => {
    expect(
      judged([...host, 'X', 'a'.repeat(16_000)], { target: `/${'a'.repeat(16_000)}` }),
    ).toEqual(expect.objectContaining({ host: 'a', isAmbiguous: false }));
  });
});
