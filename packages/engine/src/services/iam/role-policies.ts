import type {
  AttachRolePolicyRequest,
  DeleteRolePermissionsBoundaryRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePermissionsBoundaryRequest,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import {
  attachedPolicies,
  inlinePolicyNames,
  inlinePolicyOf,
  withAttached,
  withBoundary,
  withInlinePolicy,
  withoutAttached,
  withoutInlinePolicy,
} from './held-policies.ts';
import { type IamStore, required } from './iam-store.ts';
import type { RoleRecord } from './records.ts';

/** The policies of roles: inline ones, and managed ones that are attached. */
export const rolePolicyOperations = {
  PutRolePolicy: operation(putRolePolicy),
  GetRolePolicy: operation(getRolePolicy),
  DeleteRolePolicy: operation(deleteRolePolicy),
  ListRolePolicies: operation(listRolePolicies),
  AttachRolePolicy: operation(attachRolePolicy),
  DetachRolePolicy: operation(detachRolePolicy),
  ListAttachedRolePolicies: operation(listAttachedRolePolicies),
  PutRolePermissionsBoundary: operation(putRolePermissionsBoundary),
  DeleteRolePermissionsBoundary: operation(deleteRolePermissionsBoundary),
};

function roleOf(store: IamStore, input: { RoleName: string | undefined }): RoleRecord {
  return store.role(required(input.RoleName, 'RoleName'));
}

function putRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: PutRolePolicyRequest,
): void {
  store.putRole(withInlinePolicy(roleOf(store, input), input));
}

function getRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: GetRolePolicyRequest,
): GetRolePolicyResponse {
  const record = roleOf(store, input);
  return { RoleName: record.name, ...inlinePolicyOf(record, input.PolicyName, 'role') };
}

function deleteRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: DeleteRolePolicyRequest,
): void {
  store.putRole(withoutInlinePolicy(roleOf(store, input), input.PolicyName, 'role'));
}

function listRolePolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListRolePoliciesRequest,
): ListRolePoliciesResponse {
  return inlinePolicyNames(roleOf(store, input), input);
}

function attachRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: AttachRolePolicyRequest,
): void {
  const about = { policyArn: input.PolicyArn, kind: 'role' } as const;
  store.putRole(withAttached(store, roleOf(store, input), about));
}

function detachRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: DetachRolePolicyRequest,
): void {
  store.putRole(withoutAttached(roleOf(store, input), input.PolicyArn));
}

function listAttachedRolePolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListAttachedRolePoliciesRequest,
): ListAttachedRolePoliciesResponse {
  return attachedPolicies(roleOf(store, input), input);
}

function putRolePermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: PutRolePermissionsBoundaryRequest,
): void {
  store.putRole(withBoundary(store, roleOf(store, input), input.PermissionsBoundary));
}

function deleteRolePermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: DeleteRolePermissionsBoundaryRequest,
): void {
  const { permissionsBoundary: _, ...rest } = roleOf(store, input);
  store.putRole(rest);
}
