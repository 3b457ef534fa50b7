import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../kernel/error.fixture.ts';
import { testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { IamService } from './iam-service.ts';

const request = testRequest();
const READ = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
});

describe('users of IAM', () => {
  let iam: IamService;

  beforeEach(() => {
    iam = new IamService(testDeps());
    iam.operations.CreateUser(request, { UserName: 'min', Path: '/team/' });
  });

  it('have keys that sign as them, with what their policies say', async () => {
    const { AccessKey: made } = await iam.operations.CreateAccessKey(request, { UserName: 'min' });
    const about = { UserName: 'min' };
    iam.operations.PutUserPolicy(request, { ...about, PolicyName: 'p', PolicyDocument: READ });
    const { operations } = iam;
    const managed = operations.CreatePolicy(request, { PolicyName: 'm', PolicyDocument: READ });
    for (const PolicyArn of [managed.Policy?.Arn, 'arn:aws:iam::aws:policy/AdministratorAccess'])
      operations.AttachUserPolicy(request, { ...about, PolicyArn });
    expect(iam.userKeys()).toMatchObject([
      {
        accessKeyId: made?.AccessKeyId,
        principal: {
          arn: 'arn:aws:iam::111122223333:user/team/min',
          policies: {
            identity: [READ, READ, expect.stringContaining('"Action":"*"')],
            names: {
              identity: ['p', managed.Policy?.Arn, 'arn:aws:iam::aws:policy/AdministratorAccess'],
            },
          },
        },
      },
    ]);
    const off = { ...about, AccessKeyId: made?.AccessKeyId, Status: 'Inactive' } as const;
    operations.UpdateAccessKey(request, off);
    expect(iam.userKeys()).toEqual([]);
  });

  it('have two keys at most, and a boundary that allows nothing when nobody knows what it says', async () => {
    const make = (): Promise<unknown> =>
      iam.operations.CreateAccessKey(request, { UserName: 'min' });
    await make();
    await make();
    await expect(make()).rejects.toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonEC2FullAccess';
    iam.operations.PutUserPermissionsBoundary(request, { UserName: 'min', PermissionsBoundary });
    expect(iam.userKeys()[0]?.principal).toMatchObject({
      policies: {
        ...{ identity: [], boundary: expect.stringContaining('"Statement":[]') },
        names: { identity: [], boundary: PermissionsBoundary },
      },
    });
  });

  it('are not deleted while they have something', async () => {
    const about = { UserName: 'min' };
    const { AccessKey: made } = await iam.operations.CreateAccessKey(request, about);
    iam.operations.PutUserPolicy(request, { ...about, PolicyName: 'p', PolicyDocument: READ });
    const remove = (): void => iam.operations.DeleteUser(request, about);
    expect(codeAndMessage(remove).message).toContain('must delete access keys first');
    iam.operations.DeleteAccessKey(request, { ...about, AccessKeyId: made?.AccessKeyId });
    expect(codeAndMessage(remove).message).toContain('must delete policies first');
    iam.operations.DeleteUserPolicy(request, { ...about, PolicyName: 'p' });
    remove();
    expect(iam.operations.ListUsers(request, {}).Users).toEqual([]);
  });

  it('are not the administrator, whom nobody lists', () => {
    const make = (): unknown => iam.operations.CreateUser(request, { UserName: 'understudy' });
    expect(codeAndMessage(make).code).toBe('EntityAlreadyExists');
    expect(iam.operations.GetUser(request, {}).User?.UserName).toBe('understudy');
    const principalArn = 'arn:aws:iam::111122223333:user/team/min';
    const own = iam.operations.GetUser({ ...request, principalArn }, {});
    expect(own.User?.Arn).toBe(principalArn);
  });

  it('are given no policy that could not be held', () => {
    const put = (PolicyDocument: string) => () =>
      iam.operations.PutUserPolicy(request, { UserName: 'min', PolicyName: 'p', PolicyDocument });
    const bad = (more: object): string =>
      JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', ...more } });
    expect(codeAndMessage(put(bad({ Action: 'GetObject' })))).toMatchObject({
      code: 'MalformedPolicyDocument',
    });
    expect(codeAndMessage(put(bad({ Condition: { Sounds: { a: 'b' } } })))).toMatchObject({
      code: 'MalformedPolicyDocument',
    });
  });
});
