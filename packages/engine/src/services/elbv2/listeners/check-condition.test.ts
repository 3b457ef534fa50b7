import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { parseConditions } from './conditions.ts';

const LONG = 'x'.repeat(129);
const atMost = (name: string, limit = 128): string =>
  `The '${name}' value is too long; the limit is '${limit}'`;

describe('a rule condition', () => {
  it.each<[RuleCondition, string]>([
    [{ Field: 'host-header', Values: [LONG] }, atMost('host-header')],
    [{ Field: 'host-header', HostHeaderConfig: { Values: [LONG] } }, atMost('host-header')],
    [{ Field: 'path-pattern', PathPatternConfig: { Values: [LONG] } }, atMost('path-pattern')],
    [
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'a', Values: [LONG] } },
      atMost('http-header'),
    ],
    [
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: LONG, Values: ['a'] } },
      atMost('HttpHeaderName', 40),
    ],
    [
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } },
      "The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore",
    ],
    [
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['A'.repeat(41)] } },
      atMost('http-request-method', 40),
    ],
    [
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'a' }] } },
      "A 'Value' must be specified in 'QueryStringKeyValuePair'",
    ],
    [{ Field: 'query-string', QueryStringConfig: { Values: [{ Value: LONG }] } }, atMost('Value')],
    [
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: LONG, Value: 'a' }] } },
      atMost('Key'),
    ],
    [
      { Field: 'path-pattern', Values: ['/a', '/b'] },
      "The 'path-pattern' field contains too many values; the limit is '1'",
    ],
    [
      { Field: 'host-header', Values: ['a.b'], HostHeaderConfig: { Values: ['a.b'] } },
      "You cannot provide both Values and 'HostHeaderConfig' for a condition of type 'host-header'",
    ],
    [
      { Field: 'source-ip', Values: ['192.0.2.0/24'] },
      "A 'SourceIpConfig' must be specified with 'source-ip'",
    ],
    [
      {
        Field: 'path-pattern',
        PathPatternConfig: { Values: ['/a', '/b', '/c', '/d', '/e', '/f'] },
      },
      "A rule can only have '5' condition values",
    ],
  ])('is refused as %j', (condition, message) => {
    expect(codeAndMessage(() => parseConditions([condition]))).toEqual({
      code: 'ValidationError',
      message,
    });
  });

  it('may be as long as AWS has it', () => {
    const host = `${'x'.repeat(126)}.y`;
    const parsed = parseConditions([
      { Field: 'host-header', Values: [host] },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['M-SEARCH'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Value: 'a' }] } },
    ]);
    expect(parsed.map(({ values }) => values)).toEqual([[host], ['M-SEARCH'], [{ value: 'a' }]]);
  });
});
