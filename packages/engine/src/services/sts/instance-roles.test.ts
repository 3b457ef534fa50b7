import { beforeEach, describe, expect, it } from 'vitest';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { IamService } from '../iam/iam-service.ts';
import { StsService } from './sts-service.ts';

const request = testRequest();
const ACCOUNT_ARN = 'arn:aws:iam::111122223333:';

function trust(Service: string, more: object = {}): string {
  const Statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service }, ...more };
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

describe('what instances act as', () => {
  let operations: IamService['operations'];
  let sts: StsService;

  beforeEach(() => {
    const deps = testDeps();
    const iam = new IamService(deps);
    ({ operations } = iam);
    sts = new StsService(deps, iam);
    const AssumeRolePolicyDocument = trust('ec2.amazonaws.com');
    operations.CreateRole(request, { RoleName: 'web', AssumeRolePolicyDocument });
    operations.CreateInstanceProfile(request, { InstanceProfileName: 'profile' });
  });
  const hold = (RoleName: string): void =>
    operations.AddRoleToInstanceProfile(request, { InstanceProfileName: 'profile', RoleName });

  it('is every profile with the role in it, and its policies', () => {
    const [empty] = sts.instanceRoles().profiles;
    expect(empty).not.toHaveProperty('roleArn');
    hold('web');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    });
    operations.PutRolePolicy(request, { RoleName: 'web', PolicyName: 'p', PolicyDocument });
    const { profiles, roles } = sts.instanceRoles();
    expect(profiles).toMatchObject([
      {
        arn: `${ACCOUNT_ARN}instance-profile/profile`,
        name: 'profile',
        roleArn: `${ACCOUNT_ARN}role/web`,
      },
    ]);
    expect(roles).toMatchObject([
      { name: 'web', trustsEc2: true, policies: { identity: [PolicyDocument] } },
    ]);
  });

  it('tells which role EC2 may not take on, and leaves out those of others', () => {
    const AssumeRolePolicyDocument = trust('lambda.amazonaws.com');
    operations.CreateRole(request, { RoleName: 'function', AssumeRolePolicyDocument });
    expect(sts.instanceRoles().roles.map(({ name }) => name)).toEqual(['web']);
    hold('function');
    expect(sts.instanceRoles().roles.find(({ name }) => name === 'function')).toMatchObject({
      trustsEc2: false,
    });
  });

  it('asks a trust policy by its conditions', () => {
    const elsewhere = { Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } };
    const PolicyDocument = trust('ec2.amazonaws.com', elsewhere);
    hold('web');
    operations.UpdateAssumeRolePolicy(request, { RoleName: 'web', PolicyDocument });
    expect(sts.instanceRoles().roles).toMatchObject([{ name: 'web', trustsEc2: false }]);
  });
});
