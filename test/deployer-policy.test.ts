import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EC2Client, GetConsoleOutputCommand } from '@aws-sdk/client-ec2';
import { CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { deployerPolicy } from './support/deployer-policy.ts';
import { EmptyAws } from './support/empty-aws.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_POLICY_CHARACTERS_MAX = 6_144;

test('the policy for deploying fits a managed policy, for a site with the longest name', () => {
  const policy = deployerPolicy('a'.repeat(20));
  expect(policy.replaceAll(/\s/g, '').length).toBeLessThan(MANAGED_POLICY_CHARACTERS_MAX);
});

test("who has it reaches the site's stacks and roles, nobody else's, and no users", async () => {
  await using aws = new EmptyAws();
  await aws.start(['ap-northeast-2']);
  const deployer = await aws.userWith(deployerPolicy('bakery'));
  const settings = {
    region: 'us-east-1',
    endpoint: deployer['AWS_ENDPOINT_URL'] ?? '',
    credentials: {
      accessKeyId: deployer['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: deployer['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
    maxAttempts: 1,
  };
  const cloudformation = new CloudFormationClient(settings);
  const iam = new IAMClient(settings);
  const ec2 = new EC2Client({ ...settings, region: 'ap-northeast-2' });
  const stack = (StackName: string): Promise<unknown> =>
    cloudformation.send(new DescribeStacksCommand({ StackName }));
  const role = (RoleName: string): Promise<unknown> =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  await expect(stack('bakery-edge')).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(stack('mill-edge')).rejects.toMatchObject({ name: 'AccessDenied' });
  await role('bakery-fleet');
  await expect(role('mill-fleet')).rejects.toMatchObject({ name: 'AccessDenied' });
  // What `deploy` asks about a version that was taken back.
  const output = ec2.send(new GetConsoleOutputCommand({ InstanceId: 'i-0123456789abcdef0' }));
  await expect(output).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  const user = iam.send(new CreateUserCommand({ UserName: 'bakery-admin' }));
  await expect(user).rejects.toMatchObject({ name: 'AccessDenied' });
  cloudformation.destroy();
  iam.destroy();
  ec2.destroy();
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
