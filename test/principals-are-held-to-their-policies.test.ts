import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Aws } from './support/aws.ts';
import { ExampleSite } from './support/site.ts';

/** IAM users and sessions of roles at the engine's endpoint, as any SDK client has them. */

const REGION = 'us-east-1';
const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/deployer`;
let site: ExampleSite;
let aws: Aws;

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
let deployer: Credentials;

beforeAll(async () => {
  site = new ExampleSite();
  await site.up('--speed', '20');
  aws = new Aws(site);
  const iam = aws.client(IAMClient, REGION);
  await iam.send(new CreateUserCommand({ UserName: 'deployer' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'deployer' }));
  deployer = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
}, 150_000);
afterAll(async () => {
  aws[Symbol.dispose]();
  await site[Symbol.asyncDispose]();
}, 60_000);

function settings(credentials: Credentials) {
  const { endpoint } = site.endpoint;
  return { region: REGION, endpoint, credentials, maxAttempts: 1, forcePathStyle: true };
}

async function allow(Action: string | string[], Resource: string | string[] = '*'): Promise<void> {
  const Statement = { Effect: 'Allow', Action, Resource };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const policy = { UserName: 'deployer', PolicyName: 'all', PolicyDocument };
  await aws.client(IAMClient, REGION).send(new PutUserPolicyCommand(policy));
}

test('a user without a policy is known, and may do nothing', async () => {
  using sts = disposable(new STSClient(settings(deployer)));
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Arn: USER, UserId: expect.stringMatching(/^AIDA/) });
  using ec2 = disposable(new EC2Client(settings(deployer)));
  await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: `You are not authorized to perform this operation. User: ${USER} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action`,
  });
  using s3 = disposable(new S3Client(settings(deployer)));
  await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('with one it may do what that says, at the endpoint and at the stores', async () => {
  await allow(['ec2:DescribeVpcs', 's3:ListAllMyBuckets']);
  using ec2 = disposable(new EC2Client(settings(deployer)));
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  using s3 = disposable(new S3Client(settings(deployer)));
  await expect
    .poll(async () => (await s3.send(new ListBucketsCommand({}))).Buckets?.length)
    .toBeGreaterThan(0);
  using stacks = disposable(new CloudFormationClient(settings(deployer)));
  const TemplateBody = JSON.stringify({ Resources: { V: { Type: 'AWS::EC2::VPC' } } });
  await expect(
    stacks.send(new CreateStackCommand({ StackName: 'mine', TemplateBody })),
  ).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(
      `cloudformation:CreateStack on resource: arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/mine/*`,
    ),
  });
});

test('it takes a role on, whose session may do what the role may', async () => {
  const iam = aws.client(IAMClient, REGION);
  const statement = (more: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...more } });
  const AssumeRolePolicyDocument = statement({
    Action: 'sts:AssumeRole',
    Principal: { AWS: USER },
  });
  await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument }));
  const PolicyDocument = statement({ Action: 'ec2:Describe*', Resource: '*' });
  const policy = { RoleName: 'reader', PolicyName: 'reads', PolicyDocument };
  await iam.send(new PutRolePolicyCommand(policy));
  using sts = disposable(new STSClient(settings(deployer)));
  const asked = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, RoleSessionName: 'test' };
  const { Credentials: given } = await sts.send(new AssumeRoleCommand(asked));
  const session = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
  };
  const token = { sessionToken: given?.SessionToken ?? '' };
  using ec2 = disposable(new EC2Client(settings({ ...session, ...token })));
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  using s3 = disposable(new S3Client(settings({ ...session, ...token })));
  await expect(s3.send(new ListBucketsCommand({}))).rejects.toThrow(
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/test is not authorized to perform: s3:ListAllMyBuckets`,
  );
  using without = disposable(new EC2Client(settings(session)));
  await expect(without.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
    name: 'AuthFailure',
  });
});

function disposable<Client extends { destroy(): void }>(client: Client): Client & Disposable {
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}
