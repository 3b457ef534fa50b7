import type { Properties, ResourceContext, ResourceHandler } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { undoing } from '../undoing.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 64;
const NOT_ENFORCED = {
  inert: 'on AWS, what may be done in this role; here policies are checked and kept, not enforced',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role: ResourceHandler = {
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: NOT_ENFORCED,
    Description: 'works',
    ManagedPolicyArns: NOT_ENFORCED,
    MaxSessionDuration: NOT_ENFORCED,
    Path: 'works',
    PermissionsBoundary: NOT_ENFORCED,
    Policies: NOT_ENFORCED,
    RoleName: 'works',
    Tags: 'works',
  },

  async create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateRole } = context.services.iam.operations;
    const name = reader.text('RoleName') ?? physicalName(context, NAME_LENGTH_MAX);
    CreateRole(context.request, {
      RoleName: name,
      Path: reader.text('Path'),
      AssumeRolePolicyDocument: reader.document('AssumeRolePolicyDocument'),
      Description: reader.text('Description'),
      MaxSessionDuration: reader.number('MaxSessionDuration'),
      PermissionsBoundary: reader.text('PermissionsBoundary'),
      Tags: reader.tags(),
    });
    await undoing(
      () => removeRole(name, context),
      () => {
        setInlinePolicies(name, inlinePolicies(properties), new Map(), context);
        setManagedPolicies(name, managedPolicies(properties), [], context);
      },
    );
    return { physicalId: name, attributes: attributesOf(name, context) };
  },

  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { UpdateAssumeRolePolicy, UpdateRole } = context.services.iam.operations;
    if (changed(properties, previous, 'AssumeRolePolicyDocument'))
      UpdateAssumeRolePolicy(context.request, {
        RoleName: physicalId,
        PolicyDocument: reader.document('AssumeRolePolicyDocument'),
      });
    UpdateRole(context.request, {
      RoleName: physicalId,
      Description: reader.text('Description') ?? '',
      MaxSessionDuration: reader.number('MaxSessionDuration'),
    });
    setInlinePolicies(physicalId, inlinePolicies(properties), inlinePolicies(previous), context);
    setManagedPolicies(physicalId, managedPolicies(properties), managedPolicies(previous), context);
    setTags(physicalId, properties, previous, context);
    return Promise.resolve({ physicalId, attributes: attributesOf(physicalId, context) });
  },

  remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchEntity'], () => removeRole(physicalId, context));
    return Promise.resolve();
  },
};

/** What is attached goes first, as CloudFormation does. */
function removeRole(name: string, context: ResourceContext): void {
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

function inlinePolicies(properties: Properties): Map<string, string> {
  const policies = new PropertyReader(properties).objects('Policies') ?? [];
  return new Map(
    policies.map((policy) => [
      policy.requiredText('PolicyName'),
      policy.document('PolicyDocument') ?? '',
    ]),
  );
}

function managedPolicies(properties: Properties): string[] {
  return new PropertyReader(properties).texts('ManagedPolicyArns') ?? [];
}

function setInlinePolicies(
  name: string,
  wanted: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string>,
  context: ResourceContext,
): void {
  const { DeleteRolePolicy, PutRolePolicy } = context.services.iam.operations;
  for (const PolicyName of previous.keys())
    if (!wanted.has(PolicyName))
      unlessMissing(['NoSuchEntity'], () =>
        DeleteRolePolicy(context.request, { RoleName: name, PolicyName }),
      );
  for (const [PolicyName, PolicyDocument] of wanted)
    PutRolePolicy(context.request, { RoleName: name, PolicyName, PolicyDocument });
}

function setManagedPolicies(
  name: string,
  wanted: readonly string[],
  previous: readonly string[],
  context: ResourceContext,
): void {
  const { AttachRolePolicy, DetachRolePolicy } = context.services.iam.operations;
  for (const PolicyArn of previous)
    if (!wanted.includes(PolicyArn))
      unlessMissing(['NoSuchEntity'], () =>
        DetachRolePolicy(context.request, { RoleName: name, PolicyArn }),
      );
  for (const PolicyArn of wanted) AttachRolePolicy(context.request, { RoleName: name, PolicyArn });
}

function setTags(
  name: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): void {
  const { TagRole, UntagRole } = context.services.iam.operations;
  const wanted = new PropertyReader(properties).tags();
  const keys = new Set(wanted.map((tag) => tag.Key));
  const gone = new PropertyReader(previous).tags().filter((tag) => !keys.has(tag.Key));
  UntagRole(context.request, { RoleName: name, TagKeys: gone.map(({ Key }) => Key) });
  TagRole(context.request, { RoleName: name, Tags: wanted });
}

function attributesOf(name: string, context: ResourceContext): Record<string, string> {
  const { Role: found } = context.services.iam.operations.GetRole(context.request, {
    RoleName: name,
  });
  return { Arn: found?.Arn ?? '', RoleId: found?.RoleId ?? '' };
}
