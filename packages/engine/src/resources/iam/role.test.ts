import { expect, test } from 'vitest';
import { testHandlerContext } from '../testing/context.ts';
import { checkedHandler } from '../testing/checked-handler.ts';
import { regionalServices } from '../testing/regional.ts';
import { role } from './role.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
  ],
};
const boundary = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

test("an update sets, changes and takes away a role's permissions boundary", async () => {
  const services = regionalServices();
  const roles = checkedHandler(role);
  const context = testHandlerContext(services.deps, services);
  const base = { RoleName: 'web', AssumeRolePolicyDocument: TRUST };
  const boundaryNow = (): string | undefined =>
    services.iam.operations.GetRole(context.request, { RoleName: 'web' }).Role?.PermissionsBoundary
      ?.PermissionsBoundaryArn;
  await roles.create(base, context);
  const first = { ...base, PermissionsBoundary: boundary('PowerUserAccess') };
  await roles.update(first, base, 'web', context);
  expect(boundaryNow()).toBe(boundary('PowerUserAccess'));
  const second = { ...base, PermissionsBoundary: boundary('ReadOnlyAccess') };
  await roles.update(second, first, 'web', context);
  expect(boundaryNow()).toBe(boundary('ReadOnlyAccess'));
  await roles.update(base, second, 'web', context);
  expect(boundaryNow()).toBeUndefined();
});

test('an update gives no description to a role that never had any, and takes one away', async () => {
  const services = regionalServices();
  const roles = checkedHandler(role);
  const context = testHandlerContext(services.deps, services);
  const base = { RoleName: 'web', AssumeRolePolicyDocument: TRUST };
  const descriptionNow = (): string | undefined =>
    services.iam.operations.GetRole(context.request, { RoleName: 'web' }).Role?.Description;
  await roles.create(base, context);
  await roles.update({ ...base, MaxSessionDuration: 7_200 }, base, 'web', context);
  expect(descriptionNow()).toBeUndefined();
  const described = { ...base, Description: 'of the site' };
  await roles.update(described, base, 'web', context);
  expect(descriptionNow()).toBe('of the site');
  await roles.update(base, described, 'web', context);
  expect(descriptionNow()).toBe('');
});
