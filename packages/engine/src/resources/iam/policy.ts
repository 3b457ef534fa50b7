import { fail } from '../../kernel/fail.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { IAMPolicyProperties as Policy } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

const ID_LENGTH_MAX = 64;
const ROLES_ONLY = {
  refused:
    'only roles have policies by a template: the local engine has no groups, and users by the API alone',
};
const NOT_ENFORCED = {
  inert:
    'calls of sessions of the roles, instances’ too, are held against it; what AWS services do in them is not',
};

/**
 * An inline policy of the roles it names.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
const type = resourceType('AWS::IAM::Policy', {
  Groups: ROLES_ONLY,
  PolicyDocument: NOT_ENFORCED,
  PolicyName: 'works',
  Roles: 'works',
  Users: ROLES_ONLY,
});

export const policy = type.handler({
  create(properties, context) {
    if ((properties.Roles ?? []).length === 0)
      fail('ValidationError', 'At least one of [Groups,Roles,Users] must be non-empty.');
    put(properties, context);
    const id = physicalName(context, ID_LENGTH_MAX);
    return Promise.resolve({ physicalId: id, attributes: { Id: id } });
  },

  update(properties, previous, physicalId, context) {
    const isRenamed = properties.PolicyName !== previous.PolicyName;
    const kept = isRenamed ? [] : (properties.Roles ?? []);
    const gone = previous.Roles?.filter((role) => !kept.includes(role));
    put(properties, context);
    withdraw({ ...previous, Roles: gone }, context);
    return Promise.resolve({ physicalId, attributes: { Id: physicalId } });
  },

  remove(_physicalId, properties, context) {
    withdraw(properties, context);
    return Promise.resolve();
  },
});

function put({ PolicyName, PolicyDocument, Roles = [] }: Policy, context: HandlerContext): void {
  for (const RoleName of Roles)
    context.services.iam.operations.PutRolePolicy(context.request, {
      RoleName,
      PolicyName,
      PolicyDocument: documentText(PolicyDocument),
    });
}

function withdraw({ PolicyName, Roles = [] }: Policy, context: HandlerContext): void {
  const { DeleteRolePolicy } = context.services.iam.operations;
  for (const RoleName of Roles)
    unlessMissing(['NoSuchEntity'], () =>
      DeleteRolePolicy(context.request, { RoleName, PolicyName }),
    );
}
