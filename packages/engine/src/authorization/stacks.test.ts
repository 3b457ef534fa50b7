import { expect, test } from 'vitest';
import { testDeps, testRequest, type TestDeps } from '../kernel/kernel.fixture.ts';
import type { RequestContext } from '../kernel/service.ts';
import { resourceHandlersOver } from '../resources/registry.ts';
import { testServices } from '../resources/testing/services.ts';
import type { Services } from '../services/registry.ts';
import { Authorizer } from './authorizer.ts';

/** What CloudFormation does for a stack is held against the policies of who asked for it. */

const STEPS_MAX = 200;
const request = testRequest();
const USER = 'arn:aws:iam::111122223333:user/min';
const asUser: RequestContext = { ...request, principalArn: USER };

interface World {
  deps: TestDeps;
  services: Services;
  /** Lets a user's stack of one VPC come to its end: its status, and why it came so. */
  make(more?: { RoleARN?: string }): Promise<{ status: string | undefined; reasons: string }>;
}

function document(Action: string | string[]): string {
  const Statement = { Effect: 'Allow', Action, Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function start(): World {
  const deps = testDeps();
  const handlers = resourceHandlersOver(
    () => services,
    () => authorizer,
  );
  const services: Services = testServices(deps, { findResourceHandler: handlers });
  const { iam, sts } = services;
  const authorizer = new Authorizer(deps.clock, {
    policiesOf: (arn) => sts.policiesOf(arn),
    tagsOf: () => ({}),
    roles: { named: () => undefined, inProfile: () => [] },
    iamNameWithPath: () => undefined,
    stackId: () => undefined,
  });
  iam.operations.CreateUser(request, { UserName: 'min' });
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  const { operations } = services.cloudformation;
  return {
    ...{ deps, services },
    async make(more = {}) {
      const about = { StackName: 'web' };
      const TemplateBody = JSON.stringify({ Resources: { Vpc } });
      await operations.CreateStack(asUser, { ...about, TemplateBody, ...more });
      let status: string | undefined = '_IN_PROGRESS';
      for (let step = 0; step < STEPS_MAX && status?.endsWith('_IN_PROGRESS'); step += 1) {
        await deps.clock.advance(1000);
        status = operations.DescribeStacks(request, about).Stacks?.[0]?.StackStatus;
      }
      const { StackEvents: events = [] } = operations.DescribeStackEvents(request, about);
      return { status, reasons: events.map((each) => each.ResourceStatusReason ?? '').join('\n') };
    },
  };
}

test('a stack is not made where its caller may not make what is in it', async () => {
  const { make } = start();
  const { status, reasons } = await make();
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reasons).toContain(
    `User: ${USER} is not authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:us-east-1:111122223333:vpc/* because no identity-based policy allows the ec2:CreateVpc action`,
  );
});

test('and is where the caller may', async () => {
  const { make, services } = start();
  const policy = { PolicyName: 'p', PolicyDocument: document('ec2:*') };
  services.iam.operations.PutUserPolicy(request, { UserName: 'min', ...policy });
  expect((await make()).status).toBe('CREATE_COMPLETE');
});

test('a stack with a role is made in it, whatever its caller may', async () => {
  const { make, services } = start();
  const { operations } = services.iam;
  operations.CreateRole(request, {
    RoleName: 'stacks',
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: {
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
        Principal: { Service: 'cloudformation.amazonaws.com' },
      },
    }),
  });
  const PolicyDocument = document('ec2:*');
  operations.PutRolePolicy(request, { RoleName: 'stacks', PolicyName: 'p', PolicyDocument });
  const RoleARN = 'arn:aws:iam::111122223333:role/stacks';
  expect((await make({ RoleARN })).status).toBe('CREATE_COMPLETE');
});
