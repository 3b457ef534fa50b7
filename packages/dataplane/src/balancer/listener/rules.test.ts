import type { ListenerAction, RuleCondition } from '@understudy/contract';
import { describe, expect, test } from 'vitest';
import { redirectLocation } from './redirect.ts';
import { chooseAction, conditionHolds, type RequestView } from './rules.ts';

function request(changed: Partial<RequestView> = {}): RequestView {
  return {
    method: 'GET',
    host: 'www.example.com',
    path: '/img/a.png',
    query: 'version=v1&debug',
    header: (name) => (name === 'user-agent' ? ['Mozilla Chrome/1'] : []),
    sourceIp: '127.0.0.1',
    ...changed,
  };
}

describe('conditions', () => {
  const table: [string, RuleCondition, boolean][] = [
    ['a path', { field: 'path-pattern', values: ['/img/*'] }, true],
    ['a path of another case', { field: 'path-pattern', values: ['/IMG/*'] }, false],
    ['one of several paths', { field: 'path-pattern', values: ['/x', '/img/?.png'] }, true],
    ['a host of another case', { field: 'host-header', values: ['WWW.example.COM'] }, true],
    ['a host by wildcard', { field: 'host-header', values: ['*.example.com'] }, true],
    ['the bare domain by wildcard', { field: 'host-header', values: ['*.www.example.com'] }, false],
    ['a header', { field: 'http-header', name: 'User-Agent', values: ['*chrome*'] }, true],
    ['a header that is missing', { field: 'http-header', name: 'X', values: ['*'] }, false],
    ['a method', { field: 'http-request-method', values: ['POST', 'GET'] }, true],
    ['a method of another case', { field: 'http-request-method', values: ['get'] }, false],
    ['a query pair', { field: 'query-string', values: [{ key: 'VERSION', value: 'V*' }] }, true],
    ['a query value', { field: 'query-string', values: [{ value: 'v1' }] }, true],
    [
      'a query key without value',
      { field: 'query-string', values: [{ key: 'debug', value: '' }] },
      true,
    ],
    [
      'another query value',
      { field: 'query-string', values: [{ key: 'version', value: 'v2' }] },
      false,
    ],
    ['a source', { field: 'source-ip', values: ['10.0.0.0/8', '127.0.0.0/8'] }, true],
    ['another source', { field: 'source-ip', values: ['10.0.0.0/8'] }, false],
  ];
  test.each(table)('match %s', (_, condition, expected) => {
    expect(conditionHolds(condition, request())).toBe(expected);
  });
});

describe('rules', () => {
  const fixed = (body: string): ListenerAction => ({
    type: 'fixed-response',
    statusCode: 200,
    contentType: 'text/plain',
    body,
  });
  const rule = (priority: number, conditions: RuleCondition[], body: string) => ({
    arn: `rule/${priority}`,
    priority,
    conditions,
    action: fixed(body),
  });

  test('the first by priority whose conditions all hold decides, else the default', () => {
    const path: RuleCondition = { field: 'path-pattern', values: ['/img/*'] };
    const post: RuleCondition = { field: 'http-request-method', values: ['POST'] };
    const listener = {
      defaultAction: fixed('default'),
      rules: [rule(1, [path, post], 'both'), rule(2, [path], 'path'), rule(3, [path], 'late')],
    };
    expect(chooseAction(listener, request())).toEqual(fixed('path'));
    expect(chooseAction(listener, request({ method: 'POST' }))).toEqual(fixed('both'));
    expect(chooseAction(listener, request({ path: '/' }))).toEqual(fixed('default'));
  });
});

describe('redirects', () => {
  const url = {
    protocol: 'http' as const,
    host: 'www.example.com',
    port: 80,
    path: '/a/b',
    query: 'c=d',
  };
  const keep = {
    type: 'redirect' as const,
    protocol: '#{protocol}',
    host: '#{host}',
    port: '#{port}',
    path: '/#{path}',
    query: '#{query}',
    statusCode: 302 as const,
  };
  test.each([
    [{ protocol: 'HTTPS', port: '443' }, 'https://www.example.com:443/a/b?c=d'],
    [{ path: '/new/#{path}' }, 'http://www.example.com:80/new/a/b?c=d'],
    [{ host: 'x.#{host}', query: '' }, 'http://x.www.example.com:80/a/b'],
    [{ query: 'from=#{host}&#{query}' }, 'http://www.example.com:80/a/b?from=www.example.com&c=d'],
  ])('%j leads to %s', (changed, location) => {
    expect(redirectLocation({ ...keep, ...changed }, url)).toBe(location);
  });
});
