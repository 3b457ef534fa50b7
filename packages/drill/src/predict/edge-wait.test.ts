import { describe, expect, test } from 'vitest';
import type { DeployedTemplate } from '../target.ts';
import { edgeWait, type EdgeWait } from './edge-wait.ts';
import type { Failure } from './failure.ts';
import { edgeOf } from './templates/edge-of.ts';
import { TemplateResources } from './templates/resources.ts';

const PRIMARY = 'eu-west-1';

function origin(id: string, more: object): object {
  return { Id: id, CustomOriginConfig: { OriginProtocolPolicy: 'http-only' }, ...more };
}

const balancer = (region: string): string => `web-1.${region}.elb.amazonaws.com`;
const FIRST = origin('first', { DomainName: balancer(PRIMARY) });
const SECOND = origin('second', { DomainName: balancer('us-east-1') });

function group(statusCodes: number[]): object {
  return {
    OriginGroups: {
      Quantity: 1,
      Items: [
        {
          Id: 'both',
          Members: { Quantity: 2, Items: [{ OriginId: 'first' }, { OriginId: 'second' }] },
          FailoverCriteria: { StatusCodes: { Quantity: 1, Items: statusCodes } },
        },
      ],
    },
    DefaultCacheBehavior: { TargetOriginId: 'both' },
  };
}

function resourcesOf(config: object): TemplateResources {
  const DistributionConfig = {
    ...{ Aliases: ['site.example'], DefaultCacheBehavior: { TargetOriginId: 'first' } },
    ...{ Origins: [FIRST, SECOND], ...config },
  };
  const body = {
    Resources: {
      Edge: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig } },
    },
  };
  const region: DeployedTemplate = {
    ...{ stack: 'primary', region: PRIMARY, sha256: '', parameters: {} },
    body: {
      Resources: { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' } },
      Outputs: { Name: { Value: { 'Fn::GetAtt': ['Balancer', 'DNSName'] } } },
    },
  };
  const edge = { ...{ stack: 'edge', region: 'us-east-1', sha256: '', parameters: {} }, body };
  return new TemplateResources([region, edge]);
}

function waits(failure: Failure, config: object = {}): EdgeWait | undefined {
  const edge = edgeOf(resourcesOf(config), 'site.example');
  if (edge === undefined) throw new Error('there is one');
  return edgeWait(edge, failure, PRIMARY);
}

describe('an origin with nothing said of it', () => {
  test.each<[Failure, number]>([
    [{ kind: 'refused' }, 0],
    [{ kind: 'unconnected' }, 30],
    // A GET is sent again at each attempt.
    [{ kind: 'silent' }, 90],
    [{ kind: 'answers', status: 500 }, 0],
  ])('%j takes %d s, and the request fails', (failure, seconds) => {
    expect(waits(failure)).toEqual({
      ...{ attempts: 3, leastSeconds: seconds, mostSeconds: seconds, takesOver: false },
    });
  });

  test('may be anything in between where it is not known how it fails', () => {
    expect(waits({ kind: 'unknown' })).toMatchObject({ leastSeconds: 0, mostSeconds: 90 });
  });
});

test('attempts and time-outs are the origin’s', () => {
  const own = origin('first', {
    ...{ DomainName: balancer(PRIMARY), ConnectionAttempts: 2, ConnectionTimeout: 3 },
    CustomOriginConfig: { OriginProtocolPolicy: 'http-only', OriginReadTimeout: 5 },
  });
  expect(waits({ kind: 'unconnected' }, { Origins: [own] })?.mostSeconds).toBe(6);
  expect(waits({ kind: 'silent' }, { Origins: [own] })?.mostSeconds).toBe(10);
});

test('under TLS what is silent is never connected', () => {
  const own = origin('first', {
    ...{ DomainName: balancer(PRIMARY), ConnectionTimeout: 2 },
    CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
  });
  expect(waits({ kind: 'silent' }, { Origins: [own] })?.mostSeconds).toBe(6);
});

describe('an origin group', () => {
  test.each<[Failure, number[], boolean]>([
    [{ kind: 'refused' }, [], true],
    [{ kind: 'silent' }, [], true],
    [{ kind: 'answers', status: 500 }, [500, 502], true],
    [{ kind: 'answers', status: 500 }, [502, 503], false],
    [{ kind: 'unknown' }, [500, 502, 503, 504], true],
    [{ kind: 'unknown' }, [503], false],
  ])('%j under the criteria %j: %s', (failure, statusCodes, takesOver) => {
    expect(waits(failure, group(statusCodes))?.takesOver).toBe(takesOver);
  });

  test('whose second origin is in the same region does not help', () => {
    const Origins = [FIRST, { ...SECOND, DomainName: balancer(PRIMARY) }];
    expect(waits({ kind: 'refused' }, { ...group([]), Origins })?.takesOver).toBe(false);
  });

  test('of buckets is read by their names', () => {
    const bucket = (id: string, region: string): object => ({
      ...{ Id: id, S3OriginConfig: {}, ConnectionAttempts: 2, ConnectionTimeout: 3 },
      DomainName: { 'Fn::Join': ['', ['assets.s3.', `${region}.amazonaws.com`]] },
    });
    const Origins = [bucket('first', PRIMARY), bucket('second', 'us-east-1')];
    expect(waits({ kind: 'unconnected' }, { ...group([500]), Origins })).toEqual({
      ...{ attempts: 2, leastSeconds: 6, mostSeconds: 6, takesOver: true },
    });
  });
});

test('an origin is found through another stack’s output', () => {
  const DomainName = { 'Fn::GetStackOutput': { StackName: 'primary', OutputName: 'Name' } };
  const Origins = [origin('first', { DomainName })];
  expect(waits({ kind: 'refused' }, { Origins })).toMatchObject({ mostSeconds: 0 });
});

test('an edge whose origin is elsewhere, or of another name, is not touched', () => {
  const Origins = [{ ...FIRST, DomainName: balancer('us-east-1') }];
  expect(waits({ kind: 'refused' }, { Origins })).toBeUndefined();
  expect(edgeOf(resourcesOf({}), 'other.example')).toBeUndefined();
});
