import type { CreateInstanceProfileRequest } from '@aws-sdk/client-iam';
import { fail } from '../../kernel/fail.ts';
import type { ResourceResult } from '../../kernel/resource.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { IAMInstanceProfileProperties as InstanceProfile } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
const type = resourceType('AWS::IAM::InstanceProfile', {
  InstanceProfileName: 'works',
  Path: 'passes',
  Roles: 'works',
});

export const instanceProfile = type.handler({
  async create(properties, context) {
    const { CreateInstanceProfile, DeleteInstanceProfile } = context.services.iam.operations;
    const name = properties.InstanceProfileName ?? physicalName(context, NAME_LENGTH_MAX);
    CreateInstanceProfile(context.request, {
      ...type.passed<CreateInstanceProfileRequest>(properties),
      InstanceProfileName: name,
    });
    await undoing(
      () => DeleteInstanceProfile(context.request, { InstanceProfileName: name }),
      () => add(name, onlyRole(properties), context),
    );
    return resultOf(name, context);
  },

  update(properties, previous, physicalId, context) {
    takeOut(physicalId, onlyRole(previous), context);
    add(physicalId, onlyRole(properties), context);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, properties, context) {
    const { DeleteInstanceProfile } = context.services.iam.operations;
    takeOut(physicalId, onlyRole(properties), context);
    unlessMissing(['NoSuchEntity'], () =>
      DeleteInstanceProfile(context.request, { InstanceProfileName: physicalId }),
    );
    return Promise.resolve();
  },
});

function onlyRole({ Roles: [role, ...others] }: InstanceProfile): string {
  if (role !== undefined && others.length === 0) return role;
  fail('ValidationError', 'An instance profile has exactly one role.');
}

function add(name: string, roleName: string, context: HandlerContext): void {
  context.services.iam.operations.AddRoleToInstanceProfile(context.request, {
    InstanceProfileName: name,
    RoleName: roleName,
  });
}

function takeOut(name: string, roleName: string, context: HandlerContext): void {
  const { RemoveRoleFromInstanceProfile } = context.services.iam.operations;
  unlessMissing(['NoSuchEntity'], () =>
    RemoveRoleFromInstanceProfile(context.request, {
      InstanceProfileName: name,
      RoleName: roleName,
    }),
  );
}

function resultOf(name: string, context: HandlerContext): ResourceResult {
  const { InstanceProfile: found } = context.services.iam.operations.GetInstanceProfile(
    context.request,
    { InstanceProfileName: name },
  );
  return { physicalId: name, attributes: { Arn: found?.Arn ?? '' } };
}
