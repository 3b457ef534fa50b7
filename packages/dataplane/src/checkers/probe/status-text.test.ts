import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOfError, type ProbeOutcome } from './outcome.ts';
import { statusText } from './status-text.ts';

const NOT_FOUND = { code: 404, reasonPhrase: 'Not Found' };

test.each<[string, ProbeOutcome, string | undefined, string]>([
  [
    'seen: a good status, by name',
    { kind: 'status', ok: true, code: 200, reasonPhrase: 'OK' },
    '35.175.67.127',
    'Success: HTTP Status Code 200, OK. Resolved IP: 35.175.67.127',
  ],
  [
    'seen: a good status, by address',
    { kind: 'status', ok: true, code: 200, reasonPhrase: 'OK' },
    undefined,
    'Success: HTTP Status Code 200, OK',
  ],
  [
    'seen: a bad status, by name',
    { kind: 'status', ok: false, code: 503, reasonPhrase: 'Service Temporarily Unavailable' },
    '3.131.60.30',
    'Failure: HTTP Status Code 503, Service Temporarily Unavailable. Resolved IP: 3.131.60.30',
  ],
  [
    'seen: closed, by name',
    { kind: 'closed' },
    '12.34.56.78',
    'Failure: Resolved IP: 12.34.56.78. The connection was closed by the endpoint.',
  ],
  [
    'seen: no connection, by address',
    { kind: 'connect-timeout' },
    undefined,
    'Failure: Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall. See https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html',
  ],
  [
    'documented: a handshake that was refused',
    { kind: 'tls-alert', alert: 'handshake_failure' },
    undefined,
    'Failure: SSL alert handshake_failure',
  ],
  [
    'a string that is not there',
    { kind: 'no-match', ...NOT_FOUND },
    undefined,
    'Failure: HTTP Status Code 404, Not Found. The search string was not found in the response body',
  ],
])('%s', (_, outcome, resolvedIp, text) => {
  expect(statusText(outcome, resolvedIp)).toBe(text);
});

const CODES = ['EPROTO', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'HPE_INVALID', 'EMFILE', ''];

test("nothing of what a library says gets into a checker's words", () => {
  const errors = fc.record({
    code: fc.constantFrom(...CODES),
    message: fc
      .string({ minLength: 4 })
      .map((text) => `write EPROTO 405D6B:error:0A00:SSL routines:tls_any.c:77 ${text}`),
  });
  fc.assert(
    fc.property(errors, ({ code, message }) => {
      const text = statusText(outcomeOfError(Object.assign(new Error(message), { code })));
      return (
        text.startsWith('Failure: ') && !/EPROTO|routines|\.c:|[A-Z]{5,}_|\bE[A-Z]{4,}/.test(text)
      );
    }),
  );
});

test.each([
  ['write EPROTO …:SSL routines:…:SSL alert number 40', 'handshake_failure'],
  ['…ssl/tls alert unrecognized name…SSL alert number 112', 'unrecognized_name'],
  ['…SSL alert number 250', 'alert 250'],
])('the alert of %s is %s', (message, alert) => {
  const error = Object.assign(new Error(message), { code: 'EPROTO' });
  expect(outcomeOfError(error)).toEqual({ kind: 'tls-alert', alert });
});
