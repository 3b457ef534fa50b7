import type { CreateRoleRequest } from '@aws-sdk/client-iam';
import { changed } from '../changed.ts';
import { documentText } from '../document-text.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { IAMRolePolicy as InlinePolicy } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 64;
const NOT_ENFORCED = {
  inert:
    'calls of sessions of this role, instances’ too, are held against it; what AWS services do in it is not',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
const type = resourceType('AWS::IAM::Role', {
  AssumeRolePolicyDocument: NOT_ENFORCED,
  Description: 'passes',
  ManagedPolicyArns: NOT_ENFORCED,
  MaxSessionDuration: { ...NOT_ENFORCED, passes: true },
  Path: 'passes',
  PermissionsBoundary: { ...NOT_ENFORCED, passes: true },
  Policies: NOT_ENFORCED,
  RoleName: 'works',
  Tags: 'passes',
});

export const role = type.handler({
  async create(properties, context) {
    const { CreateRole } = context.services.iam.operations;
    const name = properties.RoleName ?? physicalName(context, NAME_LENGTH_MAX);
    CreateRole(context.request, {
      ...type.passed<CreateRoleRequest>(properties),
      RoleName: name,
      AssumeRolePolicyDocument: documentText(properties.AssumeRolePolicyDocument),
    });
    await undoing(
      () => removeRole(name, context),
      () => {
        setInlinePolicies(name, { wanted: properties.Policies, previous: [] }, context);
        setManagedPolicies(name, { wanted: properties.ManagedPolicyArns, previous: [] }, context);
      },
    );
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  update(properties, previous, physicalId, context) {
    const { TagRole, UntagRole, UpdateAssumeRolePolicy, UpdateRole } =
      context.services.iam.operations;
    const about = { RoleName: physicalId };
    if (changed(properties, previous, 'AssumeRolePolicyDocument'))
      UpdateAssumeRolePolicy(context.request, {
        ...about,
        PolicyDocument: documentText(properties.AssumeRolePolicyDocument),
      });
    const { Description, MaxSessionDuration, Policies, ManagedPolicyArns } = properties;
    // A description is taken away by an empty one; a role that never had any gains none.
    const isGone = Description === undefined && previous.Description !== undefined;
    UpdateRole(context.request, {
      ...about,
      ...(isGone ? { Description: '' } : { Description }),
      MaxSessionDuration,
    });
    if (changed(properties, previous, 'PermissionsBoundary'))
      setPermissionsBoundary(physicalId, properties.PermissionsBoundary, context);
    setInlinePolicies(physicalId, { wanted: Policies, previous: previous.Policies }, context);
    const attached = { wanted: ManagedPolicyArns, previous: previous.ManagedPolicyArns };
    setManagedPolicies(physicalId, attached, context);
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    UntagRole(context.request, { ...about, TagKeys: goneKeys });
    TagRole(context.request, { ...about, Tags: wanted });
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchEntity'], () => removeRole(physicalId, context));
    return Promise.resolve();
  },
});

/** What is attached goes first, as CloudFormation does. */
function removeRole(name: string, context: HandlerContext): void {
  const { iam } = context.services;
  const about = { RoleName: name };
  const { AttachedPolicies: attached } = iam.operations.ListAttachedRolePolicies(
    context.request,
    about,
  );
  for (const { PolicyArn } of attached ?? [])
    iam.operations.DetachRolePolicy(context.request, { ...about, PolicyArn });
  const { PolicyNames: names } = iam.operations.ListRolePolicies(context.request, about);
  for (const PolicyName of names ?? [])
    iam.operations.DeleteRolePolicy(context.request, { ...about, PolicyName });
  iam.operations.DeleteRole(context.request, about);
}

function setPermissionsBoundary(
  RoleName: string,
  PermissionsBoundary: string | undefined,
  context: HandlerContext,
): void {
  const { DeleteRolePermissionsBoundary, PutRolePermissionsBoundary } =
    context.services.iam.operations;
  if (PermissionsBoundary === undefined)
    DeleteRolePermissionsBoundary(context.request, { RoleName });
  else PutRolePermissionsBoundary(context.request, { RoleName, PermissionsBoundary });
}

interface Change<T> {
  wanted: readonly T[] | undefined;
  previous: readonly T[] | undefined;
}

function setInlinePolicies(
  name: string,
  { wanted = [], previous = [] }: Change<InlinePolicy>,
  context: HandlerContext,
): void {
  const { DeleteRolePolicy, PutRolePolicy } = context.services.iam.operations;
  const kept = new Set(wanted.map(({ PolicyName }) => PolicyName));
  for (const { PolicyName } of previous)
    if (!kept.has(PolicyName))
      unlessMissing(['NoSuchEntity'], () =>
        DeleteRolePolicy(context.request, { RoleName: name, PolicyName }),
      );
  for (const { PolicyName, PolicyDocument } of wanted)
    PutRolePolicy(context.request, {
      RoleName: name,
      PolicyName,
      PolicyDocument: documentText(PolicyDocument),
    });
}

function setManagedPolicies(
  name: string,
  { wanted = [], previous = [] }: Change<string>,
  context: HandlerContext,
): void {
  const { AttachRolePolicy, DetachRolePolicy } = context.services.iam.operations;
  for (const PolicyArn of previous)
    if (!wanted.includes(PolicyArn))
      unlessMissing(['NoSuchEntity'], () =>
        DetachRolePolicy(context.request, { RoleName: name, PolicyArn }),
      );
  for (const PolicyArn of wanted) AttachRolePolicy(context.request, { RoleName: name, PolicyArn });
}

function attributesOf(name: string, context: HandlerContext): Record<string, string> {
  const { Role: found } = context.services.iam.operations.GetRole(context.request, {
    RoleName: name,
  });
  return { Arn: found?.Arn ?? '', RoleId: found?.RoleId ?? '' };
}
