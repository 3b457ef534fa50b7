import { describe, expect, test } from 'vitest';
import { requestClass } from './desync.ts';
import { judge } from './request-head.ts';

/** https://github.com/aws/http-desync-guardian/blob/master/docs/README.md#classification-reasons */
const CASES = [
  ['GET', [], 'compliant'],
  ['POST', ['Content-Length', '5'], 'compliant'],
  ['POST', ['Transfer-Encoding', 'chunked'], 'compliant'],
  ['GET', ['Content-Length', '0'], 'acceptable'],
  ['HEAD', ['Content-Length', '00'], 'acceptable'],
  ['GET', ['X', 'caf\u00e9'], 'acceptable'],
  ['GET', ['Content-Length', '5'], 'ambiguous'],
  ['HEAD', ['Transfer-Encoding', 'chunked'], 'ambiguous'],
  ['POST', ['Transfer_Encoding', 'chunked'], 'ambiguous'],
  ['POST', ['Content.Length', '5'], 'ambiguous'],
  ['POST', ['X-Content-Length', '5'], 'compliant'],
  ['POST', ['Content-Language', 'ko'], 'compliant'],
] as const;

describe('requestClass', () => {
  test.each(CASES)('%s with %j is %s', (method, headers, expected) => {
    const head = { method, target: '/', httpVersion: '1.1', rawHeaders: headers };
    expect(requestClass(head)).toBe(expected);
    expect(requestClass({ ...head, httpVersion: '2.0' })).toBe('compliant');
  });

  test.each(CASES)('%s with %j in each mode', (method, headers, found) => {
    const head = { method, target: '/', httpVersion: '1.1', rawHeaders: ['Host', 'a', ...headers] };
    const isAmbiguous = found === 'ambiguous';
    expect(judge(head, 'monitor')).toMatchObject({ isAmbiguous: false });
    expect(judge(head, 'defensive')).toMatchObject({ isAmbiguous });
    if (found === 'compliant') expect(judge(head, 'strictest')).toMatchObject({ isAmbiguous });
    else expect(judge(head, 'strictest')).toBe(400);
  });
});
