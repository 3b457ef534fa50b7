import type { CreatePolicyRequest } from '@aws-sdk/client-iam';
import type { ResourceResult } from '../../kernel/resource.ts';
import { changed } from '../changed.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import { resourceType } from '../resource-type.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 128;
const ROLES_ONLY = {
  refused:
    'only roles have policies by a template: the local engine has no groups, and users by the API alone',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
const type = resourceType('AWS::IAM::ManagedPolicy', {
  Description: 'passes',
  Groups: ROLES_ONLY,
  ManagedPolicyName: 'works',
  Path: 'passes',
  PolicyDocument: {
    inert:
      'calls of sessions of the roles, instances’ too, are held against it; what AWS services do in them is not',
  },
  Roles: 'works',
  Users: ROLES_ONLY,
});

export const managedPolicy = type.handler({
  async create(properties, context) {
    const { CreatePolicy, DeletePolicy } = context.services.iam.operations;
    const { Policy: made } = CreatePolicy(context.request, {
      ...type.passed<CreatePolicyRequest>(properties),
      PolicyName: properties.ManagedPolicyName ?? physicalName(context, NAME_LENGTH_MAX),
      PolicyDocument: documentText(properties.PolicyDocument),
    });
    const arn = made?.Arn ?? '';
    const { Roles: roles = [] } = properties;
    await undoing(
      () => {
        detach(arn, roles, context);
        DeletePolicy(context.request, { PolicyArn: arn });
      },
      () => attach(arn, roles, context),
    );
    return resultOf(arn, context);
  },

  /** A changed document becomes the default version; the version before it goes. */
  update(properties, previous, physicalId, context) {
    if (changed(properties, previous, 'PolicyDocument'))
      replaceVersion(physicalId, documentText(properties.PolicyDocument), context);
    const { Roles: wanted = [] } = properties;
    const gone = (previous.Roles ?? []).filter((name) => !wanted.includes(name));
    detach(physicalId, gone, context);
    attach(physicalId, wanted, context);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, properties, context) {
    const { DeletePolicy } = context.services.iam.operations;
    detach(physicalId, properties.Roles ?? [], context);
    unlessMissing(['NoSuchEntity'], () => DeletePolicy(context.request, { PolicyArn: physicalId }));
    return Promise.resolve();
  },
});

function replaceVersion(arn: string, document: string, context: HandlerContext): void {
  const { CreatePolicyVersion, DeletePolicyVersion, GetPolicy } = context.services.iam.operations;
  const { Policy: before } = GetPolicy(context.request, { PolicyArn: arn });
  CreatePolicyVersion(context.request, {
    PolicyArn: arn,
    PolicyDocument: document,
    SetAsDefault: true,
  });
  DeletePolicyVersion(context.request, { PolicyArn: arn, VersionId: before?.DefaultVersionId });
}

function attach(arn: string, roles: readonly string[], context: HandlerContext): void {
  for (const RoleName of roles)
    context.services.iam.operations.AttachRolePolicy(context.request, { RoleName, PolicyArn: arn });
}

function detach(arn: string, roles: readonly string[], context: HandlerContext): void {
  const { DetachRolePolicy } = context.services.iam.operations;
  for (const RoleName of roles)
    unlessMissing(['NoSuchEntity'], () =>
      DetachRolePolicy(context.request, { RoleName, PolicyArn: arn }),
    );
}

function resultOf(arn: string, context: HandlerContext): ResourceResult {
  const { Policy: found } = context.services.iam.operations.GetPolicy(context.request, {
    PolicyArn: arn,
  });
  return {
    physicalId: arn,
    attributes: {
      PolicyArn: arn,
      PolicyId: found?.PolicyId ?? '',
      DefaultVersionId: found?.DefaultVersionId ?? '',
      AttachmentCount: found?.AttachmentCount ?? 0,
      PermissionsBoundaryUsageCount: found?.PermissionsBoundaryUsageCount ?? 0,
      IsAttachable: found?.IsAttachable ?? true,
      CreateDate: found?.CreateDate?.toISOString() ?? '',
      UpdateDate: found?.UpdateDate?.toISOString() ?? '',
    },
  };
}
