import { describe, expect, test } from 'vitest';
import type { ResourceHandler } from '../../../kernel/resource.ts';
import { UNKNOWN } from '../template/values.ts';
import { inertProperties, refusedProperties } from './handler-properties.ts';
import { changedProperties, needsReplacement } from './replacement.ts';
import { parseType, resourceSchemas, schemaPropertiesOf } from './schema.ts';
import { suggest } from './suggest.ts';
import { withStackTags } from './tags.ts';
import { problemsText, validateProperties } from './validate.ts';

const problems = (type: string, properties: Record<string, unknown>): string[] =>
  validateProperties(type, properties).problems.map(({ path, message }) => `${path}: ${message}`);

describe('validation', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }, []],
    [
      'AWS::EC2::VPC',
      { CidrBlok: 'x' },
      ['#: Encountered unsupported property CidrBlok; did you mean CidrBlock?'],
    ],
    ['AWS::EC2::VPC', { Zzz: 1 }, ['#: Encountered unsupported property Zzz']],
    [
      'AWS::EC2::VPC',
      { EnableDnsSupport: 'maybe' },
      ['#/EnableDnsSupport: expected type: Boolean, found: String'],
    ],
    ['AWS::EC2::VPC', { Tags: {} }, ['#/Tags: expected type: JSONArray, found: JSONObject']],
    ['AWS::EC2::VPC', { Tags: [{ Key: 'a' }] }, ['#/Tags/0: required key [Value] not found']],
    [
      'AWS::SSM::Parameter',
      { Type: 'Strange' },
      [
        '#/Type: Strange is not a valid enum value, choose from [String, StringList]',
        '#: required key [Value] not found',
      ],
    ],
    [
      'AWS::Route53::HealthCheck',
      { HealthCheckConfig: { Type: 'HTTP', Prt: 80 } },
      ['#/HealthCheckConfig: Encountered unsupported property Prt; did you mean Port?'],
    ],
    [
      'AWS::AutoScaling::AutoScalingGroup',
      { MinSize: 1, MaxSize: [2] },
      ['#/MaxSize: expected type: String, found: JSONArray'],
    ],
    [
      'AWS::IAM::Policy',
      { PolicyName: 'p', PolicyDocument: { Anything: [1, { Goes: true }] }, Roles: ['r'] },
      [],
    ],
    ['AWS::EC2::Subnet', { VpcId: UNKNOWN, CidrBlock: UNKNOWN, Tags: UNKNOWN }, []],
  ])('%s %j: %j', (type, properties, expected) => {
    expect(problems(type, properties)).toEqual(expected);
  });

  test('takes text for numbers and booleans, and the other way round, and hands on what was meant', () => {
    const { properties } = validateProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: { Type: 'HTTP', Port: '80', EnableSNI: 'true', SearchString: 5 },
    });
    expect(properties['HealthCheckConfig']).toEqual({
      Type: 'HTTP',
      Port: 80,
      EnableSNI: true,
      SearchString: '5',
    });
  });

  test('words problems as CloudFormation does', () => {
    expect(problemsText('Vpc', [{ path: '#/A', message: 'b' }])).toBe(
      'Properties validation failed for resource Vpc with message:\n#/A: b',
    );
  });
});

describe('the schema file', () => {
  test('has every type that its properties name', () => {
    const { resources, types } = resourceSchemas();
    expect(Object.keys(resources)).not.toEqual([]);
    for (const schema of [...Object.values(resources), ...Object.values(types)])
      for (const property of Object.values(schema.properties))
        for (const name of property.type.matchAll(/ref<([^>]+)>/g))
          expect(parseType(name[0]).kind).toBe('object');
  });

  test('gives the top-level properties of a type', () => {
    expect(schemaPropertiesOf('AWS::EC2::InternetGateway')).toEqual(['Tags']);
    expect(schemaPropertiesOf('AWS::No::Such')).toEqual([]);
  });
});

describe('replacement', () => {
  const replaces = (type: string, before: object, after: object): boolean =>
    needsReplacement(changedProperties(type, { ...before }, { ...after }));

  test('is made for a property that cannot change in place, and only then', () => {
    expect(replaces('AWS::EC2::VPC', { CidrBlock: 'a' }, { CidrBlock: 'b' })).toBe(true);
    expect(replaces('AWS::EC2::VPC', { CidrBlock: 'a' }, { CidrBlock: UNKNOWN })).toBe(true);
    expect(replaces('AWS::EC2::VPC', {}, { EnableDnsSupport: true })).toBe(false);
    expect(replaces('AWS::EC2::VPC', { InstanceTenancy: 'a' }, { InstanceTenancy: 'b' })).toBe(
      false,
    );
  });

  test('is made for a nested property that cannot change in place', () => {
    const config = (more: object) => ({ HealthCheckConfig: { Type: 'HTTP', ...more } });
    const type = 'AWS::Route53::HealthCheck';
    expect(replaces(type, config({ Port: 1 }), config({ Port: 2 }))).toBe(false);
    expect(replaces(type, config({}), config({ Type: 'TCP' }))).toBe(true);
  });
});

describe('what a handler says of properties', () => {
  const handler = {
    type: 'AWS::X::Y',
    properties: {
      A: 'works',
      B: { inert: 'nothing reads it' },
      C: 'works',
      'C.Deep': { refused: 'not deep' },
    },
  } as unknown as ResourceHandler;

  test('finds refused ones within lists, and unknown ones', () => {
    expect(refusedProperties(handler, { A: 1, C: [{ Ok: 1 }, { Deep: 1 }], D: 1 })).toEqual([
      { path: '#/C/Deep', message: 'not deep' },
      { path: '#', message: "the engine's AWS::X::Y does not know D" },
    ]);
  });

  test('finds those without effect that are in use', () => {
    expect(inertProperties(handler, { A: 1, B: 2 })).toEqual([
      { property: 'B', reason: 'nothing reads it' },
    ]);
    expect(inertProperties(handler, { A: 1 })).toEqual([]);
  });

  test('tells by the value, also of one among several', () => {
    const picky: ResourceHandler = {
      ...handler,
      properties: {
        A: { except: { slow: { inert: 'all is fast' }, 7: { refused: 'not seven' } } },
      },
    };
    expect(inertProperties(picky, { A: ['fast', 'slow'] })).toEqual([
      { property: 'A', reason: 'all is fast' },
    ]);
    expect(refusedProperties(picky, { A: 7 })).toEqual([{ path: '#/A', message: 'not seven' }]);
    expect([
      ...inertProperties(picky, { A: 'fast' }),
      ...refusedProperties(picky, { A: 8 }),
    ]).toEqual([]);
  });
});

describe('stack tags', () => {
  const tags = [{ Key: 'site', Value: 'x' }];

  test('reach instances of a group, and maps where tags are a map', () => {
    expect(withStackTags('AWS::AutoScaling::AutoScalingGroup', {}, tags)['Tags']).toEqual([
      { Key: 'site', Value: 'x', PropagateAtLaunch: true },
    ]);
    expect(withStackTags('AWS::SSM::Parameter', { Tags: { site: 'own' } }, tags)['Tags']).toEqual({
      site: 'own',
    });
    expect(withStackTags('AWS::Route53::HostedZone', {}, tags)).toEqual({ HostedZoneTags: tags });
    expect(withStackTags('AWS::IAM::Policy', {}, tags)).toEqual({});
  });
});

test('a suggestion is made only for what is near', () => {
  expect(suggest('Cidrblock', ['CidrBlock', 'Tags'])).toBe('CidrBlock');
  expect(suggest('Xyz', ['CidrBlock', 'Tags'])).toBeUndefined();
});
