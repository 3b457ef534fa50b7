import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest, type TestDeps } from '../../kernel/kernel.fixture.ts';
import { CLIENT_TOKENS_MAX } from './client-tokens.ts';
import { Ec2Service } from './ec2-service.ts';
import { readAnswer, sortedJson, writeAnswer } from './kept-answer.ts';

const request = testRequest('us-east-1');
const DAY_MS = 86_400_000;

describe('a client token', () => {
  let deps: TestDeps;
  let ec2: Ec2Service;
  let VpcId: string;

  beforeEach(() => {
    deps = testDeps();
    ec2 = new Ec2Service(deps);
    VpcId = ec2.operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  });

  const createTable = (ClientToken: string, more: object = {}): string | undefined =>
    ec2.operations.CreateRouteTable(request, { VpcId, ClientToken, ...more }).RouteTable
      ?.RouteTableId;
  const countTables = (): number =>
    ec2.operations.DescribeRouteTables(request, {}).RouteTables?.length ?? 0;

  it('has a thing made once, and answered the same each time', () => {
    const template = (ClientToken: string): unknown =>
      ec2.operations.CreateLaunchTemplate(request, {
        LaunchTemplateName: 'web',
        LaunchTemplateData: { InstanceType: 't4g.micro' },
        ClientToken,
      });
    const first = template('a');
    expect(first).toMatchObject({ LaunchTemplate: { CreateTime: expect.any(Date) as Date } });
    expect(template('a')).toEqual(first);
    expect(codeAndMessage(() => template('b')).code).toBe(
      'InvalidLaunchTemplateName.AlreadyExistsException',
    );
    const subnet = ec2.operations.CreateSubnet(request, { VpcId, CidrBlock: '10.0.0.0/24' });
    const { AllocationId } = ec2.operations.AllocateAddress(request, {});
    const { SubnetId } = subnet.Subnet ?? {};
    const gateway = { SubnetId, AllocationId, ClientToken: 'a' };
    const made = ec2.operations.CreateNatGateway(request, gateway);
    expect(ec2.operations.CreateNatGateway(request, gateway)).toEqual(made);
    const endpoint = { VpcId, ServiceName: 'com.amazonaws.us-east-1.s3', ClientToken: 'a' };
    const leads = ec2.operations.CreateVpcEndpoint(request, endpoint);
    expect(ec2.operations.CreateVpcEndpoint(request, endpoint)).toEqual(leads);
    expect(leads.VpcEndpoint?.VpcEndpointId).toMatch(/^vpce-/);
  });

  it('is of one request in one region, whatever order its members come in', () => {
    const tags = [{ ResourceType: 'route-table' as const, Tags: [{ Key: 'a', Value: 'b' }] }];
    const first = createTable('t', { TagSpecifications: tags });
    const turned = [{ Tags: [{ Value: 'b', Key: 'a' }], ResourceType: 'route-table' as const }];
    expect(createTable('t', { TagSpecifications: turned })).toBe(first);
    expect(codeAndMessage(() => createTable('t'))).toEqual({
      code: 'IdempotentParameterMismatch',
      message:
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
    });
    const elsewhere = testRequest('eu-west-1');
    const { Vpc } = ec2.operations.CreateVpc(elsewhere, { CidrBlock: '10.0.0.0/16' });
    const there = { VpcId: Vpc?.VpcId, ClientToken: 't' };
    const { RouteTable } = ec2.operations.CreateRouteTable(elsewhere, there);
    expect(RouteTable?.RouteTableId).not.toBe(first);
    expect(countTables()).toBe(2);
  });

  it('lasts a day and outlives the service, and is no token when the request failed', async () => {
    const failed = (): unknown => createTable('t', { VpcId: 'vpc-00000000' });
    expect(codeAndMessage(failed).code).toBe('InvalidVpcID.NotFound');
    const first = createTable('t');
    ec2 = new Ec2Service(deps);
    expect(createTable('t')).toBe(first);
    await deps.clock.advance(DAY_MS);
    expect(createTable('t')).not.toBe(first);
  });

  it('is forgotten when there are too many, the oldest first', async () => {
    const first = createTable('first');
    await deps.clock.advance(1);
    const second = createTable('second');
    for (let index = 1; index < CLIENT_TOKENS_MAX; index += 1) createTable(`t${index}`);
    expect(createTable('second')).toBe(second);
    expect(createTable('first')).not.toBe(first);
  });

  it('has 64 printable characters at most', () => {
    for (const token of ['x'.repeat(65), 'ü'])
      expect(codeAndMessage(() => createTable(token)).code).toBe('InvalidParameterValue');
    expect(createTable('x'.repeat(64))).toMatch(/^rtb-/);
  });

  it('makes as many things as there are different tokens, in any order of calls', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 }), (tokens) => {
        deps = testDeps();
        ec2 = new Ec2Service(deps);
        VpcId = ec2.operations.CreateVpc(request, { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
        const made = new Map<string, string | undefined>();
        for (const token of tokens) {
          const id = createTable(token);
          expect(id).toBe(made.get(token) ?? id);
          made.set(token, id);
        }
        expect(new Set(made.values()).size).toBe(new Set(tokens).size);
        expect(countTables()).toBe(1 + made.size);
      }),
      { numRuns: 50 },
    );
  });
});

/** fast-check's dictionaries may have no prototype. */
function plainly<T extends { One: object; Many: object[] }>(value: T): T {
  return { ...value, One: { ...value.One }, Many: value.Many.map((one) => ({ ...one })) };
}

describe('a kept answer', () => {
  it('is read as it was written, dates and all', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
    );
    const members = fc.dictionary(fc.stringMatching(/^[A-Z][a-z]*$/), leaf);
    const answer = fc.record({ One: members, Many: fc.array(members), Leaf: leaf });
    fc.assert(
      fc.property(answer, (value) => {
        expect(readAnswer(writeAnswer(value))).toEqual(plainly(value));
      }),
    );
  });

  it('names the same request by the same text', () => {
    expect(sortedJson({ b: [{ d: 1, c: 2 }], a: 'x' })).toBe('{"a":"x","b":[{"c":2,"d":1}]}');
  });
});
