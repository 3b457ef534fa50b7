import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import { fail } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { boundaryOf, checkHoldsNone } from './held-policies.ts';
import {
  checkName,
  checkPath,
  failConflict,
  type IamStore,
  pageOf,
  required,
} from './iam-store.ts';
import { checkPolicyDocument } from './policy-document.ts';
import type { RoleRecord } from './records.ts';

const NAME_LENGTH_MAX = 64;
const SESSION_SECONDS = { least: 3_600, most: 43_200 };

export const roleOperations = {
  CreateRole: operation(createRole, {
    accepts: [
      'Path',
      'RoleName',
      'AssumeRolePolicyDocument',
      'Description',
      'MaxSessionDuration',
      'PermissionsBoundary',
      'Tags',
    ],
  }),
  GetRole: operation(getRole),
  ListRoles: operation(listRoles),
  UpdateRole: operation(updateRole),
  UpdateAssumeRolePolicy: operation(updateAssumeRolePolicy),
  DeleteRole: operation(deleteRole),
  TagRole: operation(tagRole),
  UntagRole: operation(untagRole),
  ListRoleTags: operation(listRoleTags),
};

function createRole(
  store: IamStore,
  context: RequestContext,
  input: CreateRoleRequest,
): CreateRoleResponse {
  const name = required(input.RoleName, 'RoleName');
  checkName(name, 'roleName', NAME_LENGTH_MAX);
  const path = checkPath(input.Path ?? '/');
  const document = required(input.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument');
  checkPolicyDocument(document, 'trust');
  if (store.roles.get(name) !== undefined)
    fail('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
  if (input.PermissionsBoundary !== undefined) store.checkAttachable(input.PermissionsBoundary);
  const record: RoleRecord = {
    roleId: store.newId('AROA'),
    arn: `arn:aws:iam::${context.account}:role${path}${name}`,
    name,
    path,
    assumeRolePolicyDocument: document,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    maxSessionDurationSeconds: checkDuration(input.MaxSessionDuration ?? SESSION_SECONDS.least),
    ...(input.PermissionsBoundary === undefined
      ? {}
      : { permissionsBoundary: input.PermissionsBoundary }),
    inlinePolicies: {},
    managedPolicyArns: [],
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    createdMs: store.deps.clock.nowMs(),
  };
  store.roles.put(name, record);
  return { Role: describe(record) };
}

function getRole(
  store: IamStore,
  _context: RequestContext,
  input: GetRoleRequest,
): GetRoleResponse {
  return {
    Role: describe(store.role(required(input.RoleName, 'RoleName'))),
  };
}

function listRoles(
  store: IamStore,
  _context: RequestContext,
  input: ListRolesRequest,
): ListRolesResponse {
  const prefix = input.PathPrefix ?? '/';
  const roles = store.roles.list().filter((record) => record.path.startsWith(prefix));
  const { items, truncation } = pageOf(roles, input);
  return { Roles: items.map(describe), ...truncation };
}

function updateRole(
  store: IamStore,
  _context: RequestContext,
  input: UpdateRoleRequest,
): UpdateRoleResponse {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const duration = input.MaxSessionDuration ?? record.maxSessionDurationSeconds;
  store.roles.put(record.name, {
    ...record,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    maxSessionDurationSeconds: checkDuration(duration),
  });
  return {};
}

function updateAssumeRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: UpdateAssumeRolePolicyRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const document = required(input.PolicyDocument, 'PolicyDocument');
  checkPolicyDocument(document, 'trust');
  store.roles.put(record.name, { ...record, assumeRolePolicyDocument: document });
}

function deleteRole(store: IamStore, _context: RequestContext, input: DeleteRoleRequest): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const inProfile = store.instanceProfiles
    .list()
    .some((profile) => profile.roleNames.includes(record.name));
  if (inProfile)
    failConflict('Cannot delete entity, must remove roles from instance profile first.');
  checkHoldsNone(record);
  store.roles.delete(record.name);
}

function tagRole(store: IamStore, _context: RequestContext, input: TagRoleRequest): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const added = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  store.roles.put(record.name, { ...record, tags: { ...record.tags, ...added } });
}

function untagRole(store: IamStore, _context: RequestContext, input: UntagRoleRequest): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  for (const key of input.TagKeys ?? []) delete record.tags[key];
  store.roles.put(record.name, record);
}

function listRoleTags(
  store: IamStore,
  _context: RequestContext,
  input: ListRoleTagsRequest,
): ListRoleTagsResponse {
  const { tags } = store.role(required(input.RoleName, 'RoleName'));
  const { items, truncation } = pageOf(Object.entries(tags), input);
  return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...truncation };
}

/** As every answer that shows a role has it. Documents are URL-encoded, RFC 3986. */
export function describe(record: RoleRecord): Role {
  return {
    RoleId: record.roleId,
    RoleName: record.name,
    Arn: record.arn,
    Path: record.path,
    CreateDate: new Date(record.createdMs),
    AssumeRolePolicyDocument: encodeURIComponent(record.assumeRolePolicyDocument),
    Description: record.description,
    MaxSessionDuration: record.maxSessionDurationSeconds,
    PermissionsBoundary: boundaryOf(record),
    Tags: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function checkDuration(seconds: number): number {
  if (seconds < SESSION_SECONDS.least || seconds > SESSION_SECONDS.most)
    fail(
      'ValidationError',
      `The requested MaxSessionDuration must be between ${SESSION_SECONDS.least} and ${SESSION_SECONDS.most} seconds.`,
    );
  return seconds;
}
