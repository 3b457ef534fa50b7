import { AwsError } from '@understudy/wire';
import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const ID_LENGTH_MAX = 64;
const ROLES_ONLY = { refused: 'only roles have policies in the local engine: it has no IAM users' };
const NOT_ENFORCED = {
  inert: 'on AWS, what may be done; here policies are checked and kept, not enforced',
};

/**
 * An inline policy of the roles it names.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const policy: ResourceHandler = {
  type: 'AWS::IAM::Policy',
  properties: {
    Groups: ROLES_ONLY,
    PolicyDocument: NOT_ENFORCED,
    PolicyName: 'works',
    Roles: 'works',
    Users: ROLES_ONLY,
  },

  create(properties, context) {
    const roles = rolesOf(properties);
    if (roles.length === 0)
      throw new AwsError({
        code: 'ValidationError',
        message: 'At least one of [Groups,Roles,Users] must be non-empty.',
      });
    put(properties, context);
    return Promise.resolve(resultOf(physicalName(context, ID_LENGTH_MAX)));
  },

  update(properties, previous, physicalId, context) {
    const isRenamed = nameOf(properties) !== nameOf(previous);
    const kept = isRenamed ? [] : rolesOf(properties);
    const gone = rolesOf(previous).filter((role) => !kept.includes(role));
    put(properties, context);
    withdraw(nameOf(previous), gone, context);
    return Promise.resolve(resultOf(physicalId));
  },

  remove(_physicalId, properties, context) {
    withdraw(nameOf(properties), rolesOf(properties), context);
    return Promise.resolve();
  },
};

function put(properties: Properties, context: ResourceContext): void {
  const document = new PropertyReader(properties).document('PolicyDocument');
  for (const RoleName of rolesOf(properties))
    context.services.iam.operations.PutRolePolicy(context.request, {
      RoleName,
      PolicyName: nameOf(properties),
      PolicyDocument: document,
    });
}

function withdraw(name: string, roles: readonly string[], context: ResourceContext): void {
  const { DeleteRolePolicy } = context.services.iam.operations;
  for (const RoleName of roles)
    unlessMissing(['NoSuchEntity'], () =>
      DeleteRolePolicy(context.request, { RoleName, PolicyName: name }),
    );
}

function nameOf(properties: Properties): string {
  return new PropertyReader(properties).requiredText('PolicyName');
}

function rolesOf(properties: Properties): string[] {
  return new PropertyReader(properties).texts('Roles') ?? [];
}

function resultOf(id: string): ResourceResult {
  return { physicalId: id, attributes: { Id: id } };
}
