import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy, isAllowed, type Principal } from './policy.ts';
import { parsePolicy } from './policy-parse.ts';
import { isPublicPolicy } from './public-policy.ts';

const ACCOUNT = '111122223333';
const USER: Principal = {
  kind: 'account',
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
};
const STRANGER: Principal = {
  kind: 'account',
  accountId: '999988887777',
  arn: 'arn:aws:iam::999988887777:user/else',
};
const DISTRIBUTION = `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`;
const CLOUDFRONT: Principal = {
  kind: 'service',
  service: 'cloudfront.amazonaws.com',
  sourceArn: DISTRIBUTION,
  sourceAccount: ACCOUNT,
};
const ANONYMOUS: Principal = { kind: 'anonymous' };

const OBJECTS = 'arn:aws:s3:::b/*';

function policyOf(...statements: object[]): ReturnType<typeof parsePolicy> {
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'b');
}

function allow(more: object = {}): object {
  return { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, ...more };
}

function verdict(
  statement: object,
  request: {
    principal?: Principal;
    action?: string;
    resource?: string;
    context?: Record<string, string>;
  } = {},
): string {
  return evaluatePolicy(policyOf(statement), {
    principal: request.principal ?? ANONYMOUS,
    action: request.action ?? 's3:GetObject',
    resource: request.resource ?? 'arn:aws:s3:::b/key',
    context: new Map(Object.entries(request.context ?? {}).map(([key, text]) => [key, [text]])),
    canonicalUserId: undefined,
  });
}

describe('a bucket policy', () => {
  it.each<[string, object, Parameters<typeof verdict>[1], string]>([
    ['everyone, as *', allow(), {}, 'Allow'],
    ['everyone, as AWS *', allow({ Principal: { AWS: '*' } }), {}, 'Allow'],
    ['another action', allow(), { action: 's3:PutObject' }, 'None'],
    ['an action by wildcard', allow({ Action: 's3:Get*' }), {}, 'Allow'],
    ['an action in other letters', allow({ Action: 'S3:getobject' }), {}, 'Allow'],
    ['another resource', allow(), { resource: 'arn:aws:s3:::b' }, 'None'],
    ['a resource in other letters', allow(), { resource: 'arn:aws:s3:::B/key' }, 'None'],
    ['an account, as its id', allow({ Principal: { AWS: ACCOUNT } }), { principal: USER }, 'Allow'],
    [
      'an account, as its root',
      allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
      { principal: USER },
      'Allow',
    ],
    ['another account', allow({ Principal: { AWS: ACCOUNT } }), { principal: STRANGER }, 'None'],
    [
      'a session of a role that is named',
      allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/path/reader` } }),
      {
        principal: {
          kind: 'account',
          accountId: ACCOUNT,
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/session`,
        },
      },
      'Allow',
    ],
    ['a denial', allow({ Effect: 'Deny' }), {}, 'Deny'],
    ['all but those named', allow({ NotAction: 's3:Put*', Action: undefined }), {}, 'Allow'],
  ])('decides: %s', (_name, statement, request, expected) => {
    expect(verdict(statement, request)).toBe(expected);
  });

  it('gives CloudFront only what names its distribution', () => {
    const statement = allow({
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': DISTRIBUTION } },
    });
    const context = { 'aws:sourcearn': DISTRIBUTION };
    expect(verdict(statement, { principal: CLOUDFRONT, context })).toBe('Allow');
    const other = { 'aws:sourcearn': `${DISTRIBUTION}2` };
    expect(verdict(statement, { principal: CLOUDFRONT, context: other })).toBe('None');
    expect(verdict(statement, { principal: USER, context })).toBe('None');
  });

  it.each<[string, Record<string, unknown>, Record<string, string>, boolean]>([
    ['StringEquals', { 's3:prefix': ['a', 'b'] }, { 's3:prefix': 'b' }, true],
    ['StringEquals', { 's3:prefix': 'a' }, {}, false],
    ['StringEqualsIfExists', { 's3:prefix': 'a' }, {}, true],
    ['StringNotEquals', { 's3:prefix': ['a', 'b'] }, { 's3:prefix': 'b' }, false],
    ['StringNotEquals', { 's3:prefix': 'a' }, {}, true],
    ['StringLike', { 'aws:UserAgent': 'curl/*' }, { 'aws:useragent': 'curl/8' }, true],
    [
      'ArnLike',
      { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/E1' },
      { 'aws:sourcearn': DISTRIBUTION },
      true,
    ],
    ['ArnEquals', { 'aws:SourceArn': 'arn:aws:s3:::x' }, { 'aws:sourcearn': DISTRIBUTION }, false],
    ['Bool', { 'aws:SecureTransport': 'false' }, { 'aws:securetransport': 'false' }, true],
    ['Bool', { 'aws:SecureTransport': false }, { 'aws:securetransport': 'true' }, false],
    ['NumericLessThan', { 's3:TlsVersion': '1.2' }, { 's3:tlsversion': '1.1' }, true],
    ['NumericLessThan', { 's3:TlsVersion': 1.2 }, { 's3:tlsversion': '1.3' }, false],
    ['NumericLessThan', { 's3:TlsVersion': 1.2 }, {}, false],
    ['IpAddress', { 'aws:SourceIp': '127.102.0.0/16' }, { 'aws:sourceip': '127.102.3.4' }, true],
    ['IpAddress', { 'aws:SourceIp': '10.0.0.0/8' }, { 'aws:sourceip': '127.102.3.4' }, false],
    ['NotIpAddress', { 'aws:SourceIp': '10.0.0.0/8' }, { 'aws:sourceip': '127.1.1.1' }, true],
    ['Null', { 's3:prefix': 'true' }, {}, true],
    ['Null', { 's3:prefix': 'false' }, {}, false],
    [
      'DateLessThan',
      { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
      { 'aws:currenttime': '2026-01-01T00:00:00Z' },
      true,
    ],
    ['ForAnyValue:StringEquals', { 's3:prefix': 'a' }, { 's3:prefix': 'a' }, true],
    ['ForAnyValue:StringNotEquals', { 's3:prefix': 'a' }, {}, false],
    ['ForAllValues:StringNotEquals', { 's3:prefix': 'a' }, {}, true],
    ['StringNotEquals', { 's3:prefix': 'a' }, {}, true],
  ])('takes the condition %s %j with %j as %s', (operator, block, context, holds) => {
    const statement = allow({ Condition: { [operator]: block } });
    expect(verdict(statement, { context })).toBe(holds ? 'Allow' : 'None');
  });

  it.each<[string, string, object]>([
    [
      'MalformedPolicy',
      'Invalid Condition type : StringSame',
      { Condition: { StringSame: { 's3:prefix': 'a' } } },
    ],
    [
      'MalformedPolicy',
      'Policy has an invalid condition key',
      { Condition: { StringEquals: { 'aws:Moon': 'a' } } },
    ],
    ['MalformedPolicy', 'Policy has invalid resource', { Resource: 'arn:aws:s3:::other/*' }],
    ['MalformedPolicy', 'Policy has invalid action', { Action: 'ec2:RunInstances' }],
    ['MalformedPolicy', 'Missing required field Principal', { Principal: undefined }],
    ['MalformedPolicy', 'Missing required field Effect', { Effect: undefined }],
    ['MalformedPolicy', 'Invalid principal in policy', { Principal: { Federated: 'x' } }],
    ['MalformedPolicy', 'Unknown field Acton', { Acton: 's3:GetObject' }],
    ['NotImplemented', 'variables', { Resource: 'arn:aws:s3:::b/${aws:username}/*' }],
  ])('is refused with %s: %s', (code, message, more) => {
    expect(() => policyOf(allow(more))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('is refused when it is no JSON object, or too large', () => {
    expect(() => parsePolicy('[]', 'b')).toThrow("the first byte must be '{'");
    expect(() => parsePolicy(' {}', 'b')).toThrow("the first byte must be '{'");
    expect(() => parsePolicy(`{"Id":"${'x'.repeat(20_480)}"}`, 'b')).toThrow(
      expect.objectContaining({ code: 'PolicyTooLarge' }),
    );
  });
});

describe('access', () => {
  function allowed(principal: Principal, statements: object[], restrict = false): boolean {
    const policy = statements.length === 0 ? undefined : policyOf(...statements);
    return isAllowed({
      ...{ principal, action: 's3:GetObject', resource: 'arn:aws:s3:::b/key' },
      ...{ context: new Map(), canonicalUserId: undefined, ownerAccount: ACCOUNT, policy },
      policyIsPublic: policy !== undefined && isPublicPolicy(policy),
      restrictPublicBuckets: restrict,
    });
  }

  it('is the owner account’s without any policy, and nobody else’s', () => {
    expect(allowed(USER, [])).toBe(true);
    for (const principal of [ANONYMOUS, CLOUDFRONT, STRANGER])
      expect(allowed(principal, [])).toBe(false);
  });

  it('is not even the owner’s against an explicit Deny', () => {
    expect(allowed(USER, [allow(), allow({ Effect: 'Deny' })])).toBe(false);
  });

  it('by a public policy ends at the account where public buckets are restricted', () => {
    expect(allowed(ANONYMOUS, [allow()])).toBe(true);
    expect(allowed(ANONYMOUS, [allow()], true)).toBe(false);
    expect(allowed(STRANGER, [allow()], true)).toBe(false);
    expect(allowed(CLOUDFRONT, [allow()], true)).toBe(true);
    expect(allowed(USER, [allow()], true)).toBe(true);
  });

  const effects = fc.array(fc.constantFrom('Allow', 'Deny'), { minLength: 1, maxLength: 6 });
  it('is denied by any Deny that applies, in whatever order', () => {
    fc.assert(
      fc.property(effects, (order) => {
        const statements = order.map((Effect) => allow({ Effect }));
        expect(allowed(ANONYMOUS, statements)).toBe(!order.includes('Deny'));
      }),
    );
  });
});

describe('the meaning of public', () => {
  it.each<[string, object, boolean]>([
    ['everyone', {}, true],
    ['one account', { Principal: { AWS: ACCOUNT } }, false],
    ['a service', { Principal: { Service: 'cloudfront.amazonaws.com' } }, false],
    ['a denial', { Effect: 'Deny' }, false],
    ['a fixed source', { Condition: { ArnEquals: { 'aws:SourceArn': DISTRIBUTION } } }, false],
    ['a source by wildcard', { Condition: { ArnLike: { 'aws:SourceArn': '*' } } }, true],
    ['a range', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, false],
    ['a wide range', { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }, true],
    ['a referer', { Condition: { StringEquals: { 'aws:Referer': 'x' } } }, true],
    ['if it exists', { Condition: { StringEqualsIfExists: { 'aws:SourceArn': 'x' } } }, true],
    ['all but one', { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }, true],
  ])('%s', (_name, more, expected) => {
    expect(isPublicPolicy(policyOf(allow(more)))).toBe(expected);
  });
});
