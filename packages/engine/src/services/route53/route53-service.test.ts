import type { Change, HealthCheckConfig } from '@aws-sdk/client-route-53';
import { beforeEach, describe, expect, it } from 'vitest';
import { settlePromises } from '@understudy/contract/testing';
import { type TestDeps, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { Route53Service } from './route53-service.ts';

let deps: TestDeps;
let route53: Route53Service;
const request = testRequest();

beforeEach(() => {
  deps = testDeps();
  route53 = new Route53Service(deps);
});

function createZone(name = 'Ticketing.pw'): string {
  const { HostedZone } = route53.operations.CreateHostedZone(request, {
    Name: name,
    CallerReference: name,
  });
  return HostedZone?.Id ?? '';
}
function change(zone: string, ...changes: Change[]): void {
  route53.operations.ChangeResourceRecordSets(request, {
    HostedZoneId: zone,
    ChangeBatch: { Changes: changes },
  });
}
function record(name: string, more: Partial<Change['ResourceRecordSet']> = {}): Change {
  return {
    Action: 'CREATE',
    ResourceRecordSet: {
      Name: name,
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
      ...more,
    },
  };
}

describe('a hosted zone', () => {
  it('is born with four name servers, SOA and NS', () => {
    const answer = route53.operations.CreateHostedZone(request, {
      Name: 'Ticketing.pw',
      CallerReference: '1',
    });
    const servers = answer.DelegationSet?.NameServers ?? [];
    expect(servers.map((server) => server.replace(/\d+/g, 'N'))).toEqual([
      'ns-N.awsdns-N.com',
      'ns-N.awsdns-N.net',
      'ns-N.awsdns-N.org',
      'ns-N.awsdns-N.co.uk',
    ]);
    const [zone] = route53.hostedZones();
    expect(zone?.name).toBe('ticketing.pw.');
    expect(zone?.records).toEqual([
      {
        name: 'ticketing.pw.',
        type: 'NS',
        ttlSeconds: 172_800,
        routing: { kind: 'simple' },
        values: servers.map((server) => `${server}.`),
      },
      {
        name: 'ticketing.pw.',
        type: 'SOA',
        ttlSeconds: 900,
        routing: { kind: 'simple' },
        values: [`${servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
      },
    ]);
    expect(answer.HostedZone?.Id).toMatch(/^\/hostedzone\/Z0[A-Z0-9]{19}$/);
    expect(deps.dataPlane.changes).toBeGreaterThan(0);
  });

  it('is not made twice for one caller reference', () => {
    createZone();
    expect(() => createZone()).toThrow(/already been created with the specified caller reference/);
  });

  it('has name servers of its own: a delegation set and private zones are refused by name', () => {
    const input = { Name: 'a.com', CallerReference: '1', DelegationSetId: 'N1' };
    expect(() => route53.operations.CreateHostedZone(request, input)).toThrow(/DelegationSetId/);
    const asked = { HostedZoneType: 'PrivateHostedZone' as const };
    expect(() => route53.operations.ListHostedZones(request, asked)).toThrow(/HostedZoneType/);
    expect(route53.hostedZones()).toEqual([]);
  });

  it('is not deleted while it has records of its own', () => {
    const zone = createZone();
    change(zone, record('www.ticketing.pw'));
    expect(() => route53.operations.DeleteHostedZone(request, { Id: zone })).toThrow(
      'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
    );
    const { ResourceRecordSet } = record('www.ticketing.pw');
    change(zone, { Action: 'DELETE', ResourceRecordSet });
    route53.operations.DeleteHostedZone(request, { Id: zone });
    expect(() => route53.operations.GetHostedZone(request, { Id: zone })).toThrow(
      /No hosted zone found with ID/,
    );
  });

  it('is found by name, in order of the reversed labels', () => {
    for (const name of ['b.com', 'a.org', 'x.a.com', 'a.com']) createZone(name);
    const names = (input: object): (string | undefined)[] =>
      (route53.operations.ListHostedZonesByName(request, input).HostedZones ?? []).map(
        (zone) => zone.Name,
      );
    expect(names({})).toEqual(['a.com.', 'x.a.com.', 'b.com.', 'a.org.']);
    expect(names({ DNSName: 'b.com' })).toEqual(['b.com.', 'a.org.']);
    expect(names({ DNSName: 'x.a.com', MaxItems: 1 })).toEqual(['x.a.com.']);
  });

  it('tells its limits and the account’s, and that it is not signed', () => {
    const HostedZoneId = createZone();
    expect(
      route53.operations.GetHostedZoneLimit(request, { HostedZoneId, Type: 'MAX_RRSETS_BY_ZONE' }),
    ).toEqual({
      Limit: { Type: 'MAX_RRSETS_BY_ZONE', Value: 10_000 },
      Count: 2,
    });
    expect(() =>
      route53.operations.GetHostedZoneLimit(request, {
        HostedZoneId,
        Type: 'MAX_VPCS_ASSOCIATED_BY_ZONE',
      }),
    ).toThrow('public hosted zone');
    const ofAccount = (Type: 'MAX_HOSTED_ZONES_BY_OWNER' | 'MAX_HEALTH_CHECKS_BY_OWNER') => {
      const { Limit, Count } = route53.operations.GetAccountLimit(request, { Type });
      return [Limit?.Value, Count];
    };
    expect(ofAccount('MAX_HOSTED_ZONES_BY_OWNER')).toEqual([500, 1]);
    expect(ofAccount('MAX_HEALTH_CHECKS_BY_OWNER')).toEqual([200, 0]);
    expect(() =>
      route53.operations.GetAccountLimit(request, { Type: 'X' as 'MAX_HOSTED_ZONES_BY_OWNER' }),
    ).toThrow("no limit of type 'X'");
    expect(route53.operations.GetDNSSEC(request, { HostedZoneId }).Status?.ServeSignature).toBe(
      'NOT_SIGNING',
    );
  });

  it('keeps tags until it is deleted', () => {
    const id = createZone().replace('/hostedzone/', '');
    const resource = { ResourceType: 'hostedzone' as const, ResourceId: id };
    route53.operations.ChangeTagsForResource(request, {
      ...resource,
      AddTags: [{ Key: 'team', Value: 'a' }],
    });
    expect(route53.operations.ListTagsForResource(request, resource).ResourceTagSet?.Tags).toEqual([
      { Key: 'team', Value: 'a' },
    ]);
    expect(() =>
      route53.operations.ListTagsForResource(request, { ...resource, ResourceId: 'Z1' }),
    ).toThrow(/No hosted zone/);
  });
});

describe('record sets', () => {
  it('are listed by reversed labels, type and identifier, a page at a time', () => {
    const zone = createZone();
    change(
      zone,
      record('www.ticketing.pw', { SetIdentifier: 'b', Weight: 1 }),
      record('www.ticketing.pw', { SetIdentifier: 'a', Weight: 1 }),
      record('*.ticketing.pw'),
      record('a.www.ticketing.pw'),
      record('ticketing.pw'),
    );
    const seen: string[] = [];
    let start: object = {};
    for (;;) {
      const page = route53.operations.ListResourceRecordSets(request, {
        HostedZoneId: zone,
        MaxItems: 2,
        ...start,
      });
      for (const set of page.ResourceRecordSets ?? [])
        seen.push([set.Name, set.Type, set.SetIdentifier].filter(Boolean).join(' '));
      if (page.IsTruncated !== true) break;
      start = {
        StartRecordName: page.NextRecordName,
        StartRecordType: page.NextRecordType,
        StartRecordIdentifier: page.NextRecordIdentifier,
      };
    }
    expect(seen).toEqual([
      'ticketing.pw. A',
      'ticketing.pw. NS',
      'ticketing.pw. SOA',
      '\\052.ticketing.pw. A',
      'www.ticketing.pw. A a',
      'www.ticketing.pw. A b',
      'a.www.ticketing.pw. A',
    ]);
  });

  const refused: [string, Change, RegExp][] = [
    [
      'an alias with a TTL',
      record('www.ticketing.pw', {
        AliasTarget: { DNSName: 'x', HostedZoneId: 'Z', EvaluateTargetHealth: false },
      }),
      /InvalidInput.*found more than one in Change with \[Action=CREATE, Name=www.ticketing.pw, Type=A, SetIdentifier=null\]/,
    ],
    ['neither alias nor values', record('www.ticketing.pw', { TTL: undefined }), /found none in/],
    [
      'routing without an identifier',
      record('www.ticketing.pw', { Weight: 1 }),
      /Missing field 'SetIdentifier'/,
    ],
    [
      'an identifier without routing',
      record('www.ticketing.pw', { SetIdentifier: 'x' }),
      /found none in/,
    ],
    [
      'two policies',
      record('www.ticketing.pw', { Weight: 1, MultiValueAnswer: true }),
      /more than one/,
    ],
    ['a negative TTL', record('www.ticketing.pw', { TTL: -1 }), /greater than or equal to 0/],
    ['a TTL of more than 31 bits', record('www.ticketing.pw', { TTL: 2 ** 31 }), /2147483647/],
    ['a weight above 255', record('www.ticketing.pw', { Weight: 256, SetIdentifier: 'x' }), /255/],
    [
      'two policies, one of them latency',
      record('www.ticketing.pw', { SetIdentifier: 'x', Weight: 1, Region: 'us-east-1' }),
      /^InvalidInput: .*Expected exactly one of \[Weight, Region, .* but found more than one in/,
    ],
    [
      'latency routing without an identifier',
      record('www.ticketing.pw', { Region: 'us-east-1' }),
      /Missing field 'SetIdentifier'/,
    ],
    [
      'a region that there is not',
      record('www.ticketing.pw', { SetIdentifier: 'x', Region: 'us-east-9' as 'us-east-1' }),
      /^InvalidInput: .*Value 'us-east-9' at 'changeBatch.changes.1.member.resourceRecordSet.region' failed to satisfy constraint: Member must satisfy enum value set: \[.*us-east-1/,
    ],
    [
      'a failover role that there is not',
      record('www.ticketing.pw', { SetIdentifier: 'x', Failover: 'TERTIARY' as 'PRIMARY' }),
      /resourceRecordSet.failover' failed to satisfy constraint: .*\[PRIMARY, SECONDARY\]/,
    ],
    [
      'an identifier, and multivalue routing denied',
      record('www.ticketing.pw', { SetIdentifier: 'x', MultiValueAnswer: false }),
      /found none in/,
    ],
    [
      'geolocation',
      record('www.ticketing.pw', { SetIdentifier: 'x', GeoLocation: { CountryCode: 'KR' } }),
      /^NotImplemented: GeoLocation of .* does not do geolocation/,
    ],
    [
      'geoproximity',
      record('www.ticketing.pw', {
        SetIdentifier: 'x',
        GeoProximityLocation: { AWSRegion: 'us-east-1' },
      }),
      /^NotImplemented: GeoProximityLocation of .* does not do geoproximity/,
    ],
    [
      'IP-based routing',
      record('www.ticketing.pw', {
        SetIdentifier: 'x',
        CidrRoutingConfig: { CollectionId: 'c', LocationName: '*' },
      }),
      /^NotImplemented: CidrRoutingConfig of .* does not do IP-based/,
    ],
    [
      'a traffic policy instance',
      record('www.ticketing.pw', {
        TTL: undefined,
        ResourceRecords: undefined,
        TrafficPolicyInstanceId: 't',
      }),
      /^NotImplemented: TrafficPolicyInstanceId of .* does not do traffic policy/,
    ],
    ...(
      [
        ['s3-website-us-east-1.amazonaws.com', 'S3 website endpoints'],
        ['s3-website.ap-northeast-2.amazonaws.com', 'S3 website endpoints'],
        ['net-1.elb.us-east-1.amazonaws.com', 'Network Load Balancers'],
        ['d-1.execute-api.us-east-1.amazonaws.com', 'API Gateway'],
        ['a1.awsglobalaccelerator.com', 'Global Accelerator'],
        ['app.us-east-1.elasticbeanstalk.com', 'Elastic Beanstalk'],
        ['vpce-1.ec2.us-east-1.vpce.amazonaws.com', 'VPC interface endpoints'],
      ] as const
    ).map(([DNSName, service]): [string, Change, RegExp] => [
      `an alias to ${DNSName}`,
      record('www.ticketing.pw', {
        TTL: undefined,
        ResourceRecords: undefined,
        AliasTarget: { DNSName, HostedZoneId: 'Z3AQBSTGFYJSTF', EvaluateTargetHealth: false },
      }),
      new RegExp(`^NotImplemented: AliasTarget of .* do not lead to ${service}`),
    ]),
    [
      'a value of more than 4,000 characters',
      record('www.ticketing.pw', { ResourceRecords: [{ Value: 'x'.repeat(4001) }] }),
      /^InvalidInput.*resourceRecords.1.member.value.*length less than or equal to 4000/,
    ],
    [
      'a name that does not fit a DNS message',
      record(`${'a23456789.'.repeat(24)}b.ticketing.pw`),
      /Domain name is too long/,
    ],
    ['a label of 64 bytes', record(`${'a'.repeat(64)}.ticketing.pw`), /Domain label is too long/],
    [
      'a type that there is not',
      record('www.ticketing.pw', { Type: 'HINFO' as 'A' }),
      /records of type HINFO/,
    ],
    ['an empty label', record('www..ticketing.pw'), /Domain label is empty/],
  ];
  it.each(refused)('are refused with %s', (_, bad, reason) => {
    const zone = createZone();
    let thrown: unknown;
    try {
      change(zone, bad);
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toMatch(reason);
    expect(route53.hostedZones()[0]?.records).toHaveLength(2);
  });

  it('are changed at most 1,000 values and 32,000 characters at a time, twice counted in UPSERT', () => {
    const zone = createZone();
    const many = (from: number, count: number, Action: Change['Action'] = 'CREATE') => ({
      ...record(`n${from}.ticketing.pw`, {
        ResourceRecords: Array.from({ length: count }, (_, index) => ({
          Value: `10.${from}.${index >> 8}.${index & 255}`,
        })),
      }),
      Action,
    });
    const limit = '[Number of records limit of 1000 exceeded.]';
    expect(() => change(zone, many(1, 400), many(2, 400), many(3, 201))).toThrow(limit);
    expect(() => change(zone, many(1, 400, 'UPSERT'), many(2, 101, 'UPSERT'))).toThrow(limit);
    change(zone, many(1, 400), many(2, 400), many(3, 200));
    const text = (length: number, name: string): Change =>
      record(name, {
        Type: 'TXT',
        ResourceRecords: Array.from({ length }, (_, index) => ({
          Value: `"${String(index).padStart(198, 'x')}"`,
        })),
      });
    change(zone, text(160, 'fits.ticketing.pw'));
    expect(() => change(zone, text(161, 'not.ticketing.pw'))).toThrow(
      '[Number of characters limit of 32000 exceeded.]',
    );
  });

  it('are PENDING until the name servers have them, then INSYNC', async () => {
    const settled = Promise.withResolvers<void>();
    deps.dataPlane.settled = () => settled.promise;
    const zone = createZone();
    const { ChangeInfo } = route53.operations.ChangeResourceRecordSets(request, {
      HostedZoneId: zone,
      ChangeBatch: { Changes: [record('www.ticketing.pw')] },
    });
    expect(ChangeInfo?.Status).toBe('PENDING');
    settled.resolve();
    await settlePromises();
    expect(route53.operations.GetChange(request, { Id: ChangeInfo?.Id }).ChangeInfo?.Status).toBe(
      'INSYNC',
    );
    expect(() => route53.operations.GetChange(request, { Id: 'C1' })).toThrow(
      /Could not find resource/,
    );
  });

  it('survive a restart', () => {
    const zone = createZone();
    change(zone, record('www.ticketing.pw'));
    expect(new Route53Service(deps).hostedZones()).toEqual(route53.hostedZones());
  });

  it('of one zone are not those of a zone whose id or name begins alike', () => {
    const [one, other] = [createZone(), createZone('www.ticketing.pw')];
    change(one, record('www.ticketing.pw'), record('wwwx.ticketing.pw'));
    const page = route53.operations.ListResourceRecordSets(request, { HostedZoneId: other });
    expect(page.ResourceRecordSets).toHaveLength(2);
    const from = { StartRecordName: 'www.ticketing.pw', StartRecordType: 'A' as const };
    const { ResourceRecordSets: sets } = route53.operations.ListResourceRecordSets(request, {
      HostedZoneId: one,
      ...from,
    });
    expect(sets?.map(({ Name }) => Name)).toEqual(['www.ticketing.pw.', 'wwwx.ticketing.pw.']);
  });
});

describe('a health check', () => {
  const http: HealthCheckConfig = { Type: 'HTTP', FullyQualifiedDomainName: 'lb.example.com' };
  const create = (config: HealthCheckConfig, reference = 'r'): string =>
    route53.operations.CreateHealthCheck(request, {
      CallerReference: reference,
      HealthCheckConfig: config,
    }).HealthCheck?.Id ?? '';

  it('has the defaults that Route 53 gives', () => {
    const id = create(http);
    expect(route53.healthChecks()).toEqual([
      {
        id,
        type: 'HTTP',
        fullyQualifiedDomainName: 'lb.example.com',
        port: 80,
        resourcePath: '/',
        requestIntervalSeconds: 30,
        failureThreshold: 3,
        inverted: false,
        disabled: false,
        enableSni: false,
        measureLatency: false,
        regions: [],
        childHealthCheckIds: [],
        healthThreshold: 0,
      },
    ]);
  });

  it('is the same for the same reference and settings, and refused for other settings', () => {
    const id = create(http);
    expect(create(http)).toBe(id);
    expect(() => create({ ...http, Port: 81 })).toThrow(/different settings already exists/);
  });

  const refused: [string, HealthCheckConfig, RegExp][] = [
    ['an interval of 20 s', { ...http, RequestInterval: 20 }, /must be 10 or 30/],
    ['a threshold of 11', { ...http, FailureThreshold: 11 }, /between 1 and 10/],
    ['a threshold of 0', { ...http, FailureThreshold: 0 }, /between 1 and 10/],
    ['a private address', { Type: 'HTTP', IPAddress: '10.0.0.1' }, /non-routable/],
    ['no endpoint', { Type: 'HTTP' }, /Either IPAddress or/],
    ['a string match without a string', { ...http, Type: 'HTTP_STR_MATCH' }, /SearchString is req/],
    ['a string without a string match', { ...http, SearchString: 'ok' }, /not allowed/],
    ['two checker regions', { ...http, Regions: ['us-east-1', 'us-west-1'] }, /at least 3/],
    ['TCP without a port', { Type: 'TCP', IPAddress: '8.8.8.8' }, /Port is required/],
    ['no alarm', { Type: 'CLOUDWATCH_METRIC' }, /AlarmIdentifier is required/],
    ['a routing control', { Type: 'RECOVERY_CONTROL' }, /this engine has no routing controls/],
    [
      'a child that is not there',
      { Type: 'CALCULATED', ChildHealthChecks: ['x'] },
      /does not exist/,
    ],
  ];
  it.each(refused)('is refused with %s', (_, config, reason) => {
    expect(() => create(config)).toThrow(reason);
    expect(route53.healthChecks()).toEqual([]);
  });

  it('is one of 200 in an account at most', () => {
    for (let count = 0; count < 200; count += 1) create(http, `check ${count}`);
    expect(() => create(http, 'one more')).toThrow(/reached the limit on the number of active/);
    expect(route53.operations.GetHealthCheckCount(request, {})).toEqual({
      HealthCheckCount: 200,
    });
    const told = route53.operations.GetCheckerIpRanges(request, {});
    expect(told.CheckerIpRanges).toHaveLength(32);
  });

  it("may probe the engine's own loopback addresses", () => {
    create({ Type: 'HTTP', IPAddress: '127.11.0.1' });
    expect(route53.healthChecks()[0]?.ipAddress).toBe('127.11.0.1');
  });

  it('takes no calculated check as a child', () => {
    const parent = create({ Type: 'CALCULATED', ChildHealthChecks: [create(http)] }, 'parent');
    expect(() => create({ Type: 'CALCULATED', ChildHealthChecks: [parent] }, 'grand')).toThrow(
      /is a calculated health check/,
    );
  });

  it('is updated, with a version that guards against a lost update', () => {
    const HealthCheckId = create(http);
    route53.operations.UpdateHealthCheck(request, {
      HealthCheckId,
      FailureThreshold: 5,
      Inverted: true,
    });
    expect(route53.healthChecks()[0]).toMatchObject({ failureThreshold: 5, inverted: true });
    expect(() =>
      route53.operations.UpdateHealthCheck(request, { HealthCheckId, HealthCheckVersion: 1 }),
    ).toThrow(/doesn't match/);
    expect(() =>
      route53.operations.UpdateHealthCheck(request, { HealthCheckId, IPAddress: '8.8.8.8' }),
    ).toThrow(/cannot be changed/);
  });

  it('can be deleted while a record still names it, as on AWS', () => {
    const HealthCheckId = create(http);
    const zone = createZone();
    change(zone, record('www.ticketing.pw', { HealthCheckId }));
    route53.operations.DeleteHealthCheck(request, { HealthCheckId });
    expect(route53.healthChecks()).toEqual([]);
  });

  it('tells what each checker saw', async () => {
    const healthCheckId = create(http);
    deps.dataPlane.answers['healthCheckStatus'] = () => ({
      healthCheckId,
      healthy: true,
      healthyCheckers: 1,
      checkers: [
        {
          region: 'us-east-1',
          address: '127.1.1.1',
          healthy: true,
          status: 'Success: HTTP Status Code 200, OK',
          checkedMs: 1_700_000_000_000,
          lastFailure: undefined,
        },
        {
          region: 'us-west-1',
          address: '54.183.255.149',
          healthy: true,
          status: 'Success: HTTP Status Code 200, OK',
          checkedMs: 1_700_000_000_000,
          lastFailure: { status: 'Failure: it was down', checkedMs: 1_600_000_000_000 },
        },
      ],
    });
    const failed = await route53.operations.GetHealthCheckLastFailureReason(request, {
      HealthCheckId: healthCheckId,
    });
    expect(failed.HealthCheckObservations).toEqual([
      {
        Region: 'us-west-1',
        IPAddress: '54.183.255.149',
        StatusReport: {
          Status: 'Failure: it was down',
          CheckedTime: new Date(1_600_000_000_000),
        },
      },
    ]);
    const { HealthCheckObservations: seen } = await route53.operations.GetHealthCheckStatus(
      request,
      {
        HealthCheckId: healthCheckId,
      },
    );
    expect(seen).toHaveLength(2);
    expect(seen?.slice(0, 1)).toEqual([
      {
        Region: 'us-east-1',
        IPAddress: '127.1.1.1',
        StatusReport: {
          Status: 'Success: HTTP Status Code 200, OK',
          CheckedTime: new Date(1_700_000_000_000),
        },
      },
    ]);
  });
});
