import process from 'node:process';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeSecurityGroupsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { SeededRandom } from '@understudy/contract/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';
import { pidOf } from './support/tree.ts';
import { until } from './support/until.ts';

const REGION = 'us-east-1';
const STACK = 'killed';
const CIDR = '10.77.0.0/16';
/** The control plane is back within 3 s, and what is left of a stack's operation takes little. */
const END_MS_MAX = 15_000;
const ROUNDS = 3;

const seed = Number(process.env['UNDERSTUDY_SEED'] ?? Date.now() % 1_000_000);
const random = new SeededRandom(seed);

let site: ExampleSite;
let aws: Aws;
/** How long each operation takes when nobody kills anything. */
const tookMs: Record<Operation, number> = { create: 0, update: 0, delete: 0 };

type Operation = 'create' | 'update' | 'delete';
type Variant = 'first' | 'second';

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', '10');
  aws = new Aws(site);
}, 120_000);
afterAll(async () => {
  aws[Symbol.dispose]();
  await site[Symbol.asyncDispose]();
});

/** Some resources are made at once; buckets and records wait for processes that are not killed. */
function templateOf(variant: Variant): string {
  const ref = (Ref: string): object => ({ Ref });
  const record = (value: string): object => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: ref('Zone'),
      Name: 'a.killed.example.',
      Type: 'A',
      TTL: '60',
      ResourceRecords: [value],
    },
  });
  const role = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
    ],
  };
  const parameter = (name: string, more: object = {}): object => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: `/killed/${name}`, Type: 'String', Value: variant },
    ...more,
  });
  return JSON.stringify({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `killed-${variant}` } },
      Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'killed.example.' } },
      Record: record(variant === 'first' ? '192.0.2.1' : '192.0.2.2'),
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: CIDR } },
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'killed', VpcId: ref('Vpc') },
      },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: role } },
      Kept: parameter('kept', { DependsOn: 'Record' }),
      [variant]: parameter(variant, { DependsOn: 'Bucket' }),
    },
  });
}

const cloudFormation = (): CloudFormationClient => aws.client(CloudFormationClient, REGION);

async function begin(operation: Operation): Promise<void> {
  if (operation === 'delete')
    return void (await cloudFormation().send(new DeleteStackCommand({ StackName: STACK })));
  const input = {
    StackName: STACK,
    TemplateBody: templateOf(operation === 'create' ? 'first' : 'second'),
    Capabilities: ['CAPABILITY_IAM' as const],
  };
  if (operation === 'create') await cloudFormation().send(new CreateStackCommand(input));
  else await cloudFormation().send(new UpdateStackCommand(input));
}

/** Undefined where there is no stack. */
async function status(): Promise<string | undefined> {
  const { Stacks: stacks = [] } = await cloudFormation().send(new DescribeStacksCommand({}));
  return stacks.find(({ StackName: name }) => name === STACK)?.StackStatus;
}

/** `none` where there is no stack. */
function finalStatus(): Promise<string> {
  const settled = async (): Promise<string | undefined> => {
    const found = (await status()) ?? 'none';
    return found.endsWith('_IN_PROGRESS') ? undefined : found;
  };
  return until('the end of the operation', settled, { withinMs: END_MS_MAX });
}

async function run(operation: Operation): Promise<string> {
  const startedMs = performance.now();
  await begin(operation);
  const found = await finalStatus();
  tookMs[operation] = performance.now() - startedMs;
  return found;
}

/** Kills it somewhere in the operation, from the call that begins it on. */
async function runKilled(operation: Operation): Promise<string> {
  const victim = pidOf(site, 'control-plane');
  const atMs = random.next() * tookMs[operation];
  const begun = begin(operation).catch(() => undefined); // it may be killed in the call itself
  await new Promise((resolve) => setTimeout(resolve, atMs));
  process.kill(victim, 'SIGKILL');
  await begun;
  const found = await finalStatus();
  expect(pidOf(site, 'control-plane')).not.toBe(victim);
  return found;
}

/** What the stack says that there is, as `logicalId physicalId`. */
async function said(): Promise<string[]> {
  if ((await status()) === undefined) return [];
  const { StackResources: resources = [] } = await cloudFormation().send(
    new DescribeStackResourcesCommand({ StackName: STACK }),
  );
  return resources
    .filter(({ ResourceStatus: state }) => state !== 'DELETE_COMPLETE')
    .map(({ ResourceType: type = '', PhysicalResourceId: id }) => `${type} ${id}`)
    .toSorted();
}

/** What there is, asked of each service. */
async function found(): Promise<string[]> {
  const [route53, s3, ec2, ssm, iam] = [
    aws.client(Route53Client, REGION),
    aws.client(S3Client, REGION),
    aws.client(EC2Client, REGION),
    aws.client(SSMClient, REGION),
    aws.client(IAMClient, REGION),
  ];
  const { HostedZones: all = [] } = await route53.send(new ListHostedZonesCommand({}));
  const zones = all.flatMap(({ Name: name, Id: id = '' }) =>
    name === 'killed.example.' ? [id.replace('/hostedzone/', '')] : [],
  );
  const records = await Promise.all(
    zones.map(async (id) => {
      const { ResourceRecordSets: sets = [] } = await route53.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: id }),
      );
      return sets.flatMap(({ Type: type, Name: name = '' }) =>
        type === 'A' ? [name.replace(/\.$/, '')] : [],
      );
    }),
  );
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { Vpcs: vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { SecurityGroups: groups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { Parameters: parameters = [] } = await ssm.send(
    new GetParametersByPathCommand({ Path: '/killed' }),
  );
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({}));
  const named = (type: string, names: (string | undefined)[]): string[] =>
    names.map((name) => `${type} ${name}`);
  return [
    ...named('AWS::Route53::HostedZone', zones),
    ...named('AWS::Route53::RecordSet', records.flat()),
    ...named(
      'AWS::S3::Bucket',
      buckets.map(({ Name: name }) => name).filter((name) => name?.startsWith('killed-')),
    ),
    ...named(
      'AWS::EC2::VPC',
      vpcs.filter(({ CidrBlock: block }) => block === CIDR).map(({ VpcId: id }) => id),
    ),
    ...named(
      'AWS::EC2::SecurityGroup',
      groups.filter(({ Description: text }) => text === 'killed').map(({ GroupId: id }) => id),
    ),
    ...named(
      'AWS::SSM::Parameter',
      parameters.map(({ Name: name }) => name),
    ),
    ...named(
      'AWS::IAM::Role',
      roles.map(({ RoleName: name }) => name).filter((name) => name?.startsWith(`${STACK}-`)),
    ),
  ].toSorted();
}

/** What the parameters and the record say: of which template the resources are. */
async function values(): Promise<string[]> {
  const { Parameters: parameters = [] } = await aws
    .client(SSMClient, REGION)
    .send(new GetParametersByPathCommand({ Path: '/killed' }));
  return parameters.map(({ Name: name, Value: value }) => `${name} ${value}`).toSorted();
}

const VARIANT_OF: Readonly<Record<string, Variant>> = {
  CREATE_COMPLETE: 'first',
  UPDATE_ROLLBACK_COMPLETE: 'first',
  UPDATE_COMPLETE: 'second',
};

async function expectWhole(state: string): Promise<void> {
  const there = await found();
  expect(there).toEqual((await said()).map((one) => one.replace(/\.$/, '')));
  const variant = VARIANT_OF[state];
  expect(await values()).toEqual(
    variant === undefined
      ? []
      : [`/killed/${variant} ${variant}`, `/killed/kept ${variant}`].toSorted(),
  );
  expect(there).toHaveLength(variant === undefined ? 0 : 8);
}

test(
  `a stack comes to a final state that is true, seed ${seed}`,
  { timeout: 120_000 },
  async () => {
    // Without a kill first: how long each takes, and that what is compared is there to be compared.
    for (const [operation, state] of [
      ['create', 'CREATE_COMPLETE'],
      ['update', 'UPDATE_COMPLETE'],
      ['delete', 'none'],
    ] as const) {
      expect(await run(operation)).toBe(state);
      await expectWhole(state);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const created = await runKilled('create');
      expect(['none', 'ROLLBACK_COMPLETE', 'CREATE_COMPLETE']).toContain(created);
      await expectWhole(created);
      if (created !== 'CREATE_COMPLETE') {
        if (created !== 'none') expect(await run('delete')).toBe('none');
        expect(await run('create')).toBe('CREATE_COMPLETE');
      }
      const updated = await runKilled('update');
      expect(Object.keys(VARIANT_OF)).toContain(updated);
      await expectWhole(updated);
      const deleted = await runKilled('delete');
      // Killed before it was begun, it is as it was.
      expect(['none', updated]).toContain(deleted);
      await expectWhole(deleted);
      if (deleted !== 'none') expect(await run('delete')).toBe('none');
    }
  },
);
