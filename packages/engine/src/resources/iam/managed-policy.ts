import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 128;
const ROLES_ONLY = { refused: 'only roles have policies in the local engine: it has no IAM users' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicy: ResourceHandler = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: 'works',
    Groups: ROLES_ONLY,
    ManagedPolicyName: 'works',
    Path: 'works',
    PolicyDocument: {
      inert: 'on AWS, what may be done; here policies are checked and kept, not enforced',
    },
    Roles: 'works',
    Users: ROLES_ONLY,
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreatePolicy, DeletePolicy } = context.services.iam.operations;
    const { Policy: made } = CreatePolicy(context.request, {
      PolicyName: reader.text('ManagedPolicyName') ?? physicalName(context, NAME_LENGTH_MAX),
      Path: reader.text('Path'),
      Description: reader.text('Description'),
      PolicyDocument: reader.document('PolicyDocument'),
    });
    const arn = made?.Arn ?? '';
    const roles = reader.texts('Roles') ?? [];
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
    const reader = new PropertyReader(properties);
    if (changed(properties, previous, 'PolicyDocument'))
      replaceVersion(physicalId, reader.document('PolicyDocument'), context);
    const wanted = reader.texts('Roles') ?? [];
    const held = new PropertyReader(previous).texts('Roles') ?? [];
    detach(
      physicalId,
      held.filter((name) => !wanted.includes(name)),
      context,
    );
    attach(physicalId, wanted, context);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, properties, context) {
    const { DeletePolicy } = context.services.iam.operations;
    detach(physicalId, new PropertyReader(properties).texts('Roles') ?? [], context);
    unlessMissing(['NoSuchEntity'], () => DeletePolicy(context.request, { PolicyArn: physicalId }));
    return Promise.resolve();
  },
};

function replaceVersion(arn: string, document: string | undefined, context: ResourceContext): void {
  const { CreatePolicyVersion, DeletePolicyVersion, GetPolicy } = context.services.iam.operations;
  const { Policy: before } = GetPolicy(context.request, { PolicyArn: arn });
  CreatePolicyVersion(context.request, {
    PolicyArn: arn,
    PolicyDocument: document,
    SetAsDefault: true,
  });
  DeletePolicyVersion(context.request, { PolicyArn: arn, VersionId: before?.DefaultVersionId });
}

function attach(arn: string, roles: readonly string[], context: ResourceContext): void {
  for (const RoleName of roles)
    context.services.iam.operations.AttachRolePolicy(context.request, { RoleName, PolicyArn: arn });
}

function detach(arn: string, roles: readonly string[], context: ResourceContext): void {
  const { DetachRolePolicy } = context.services.iam.operations;
  for (const RoleName of roles)
    unlessMissing(['NoSuchEntity'], () =>
      DetachRolePolicy(context.request, { RoleName, PolicyArn: arn }),
    );
}

function resultOf(arn: string, context: ResourceContext): ResourceResult {
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
