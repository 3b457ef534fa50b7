import type {
  AttachUserPolicyRequest,
  DeleteUserPermissionsBoundaryRequest,
  DeleteUserPolicyRequest,
  DetachUserPolicyRequest,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
  ListUserPoliciesRequest,
  ListUserPoliciesResponse,
  PutUserPermissionsBoundaryRequest,
  PutUserPolicyRequest,
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
import type { UserRecord } from './records.ts';

/** The policies of users: inline ones, and managed ones that are attached. */
export const userPolicyOperations = {
  PutUserPolicy: operation(putUserPolicy),
  GetUserPolicy: operation(getUserPolicy),
  DeleteUserPolicy: operation(deleteUserPolicy),
  ListUserPolicies: operation(listUserPolicies),
  AttachUserPolicy: operation(attachUserPolicy),
  DetachUserPolicy: operation(detachUserPolicy),
  ListAttachedUserPolicies: operation(listAttachedUserPolicies),
  PutUserPermissionsBoundary: operation(putUserPermissionsBoundary),
  DeleteUserPermissionsBoundary: operation(deleteUserPermissionsBoundary),
};

function userOf(store: IamStore, input: { UserName: string | undefined }): UserRecord {
  return store.user(required(input.UserName, 'UserName'));
}

function putUserPolicy(
  store: IamStore,
  _context: RequestContext,
  input: PutUserPolicyRequest,
): void {
  store.putUser(withInlinePolicy(userOf(store, input), input));
}

function getUserPolicy(
  store: IamStore,
  _context: RequestContext,
  input: GetUserPolicyRequest,
): GetUserPolicyResponse {
  const record = userOf(store, input);
  return { UserName: record.name, ...inlinePolicyOf(record, input.PolicyName, 'user') };
}

function deleteUserPolicy(
  store: IamStore,
  _context: RequestContext,
  input: DeleteUserPolicyRequest,
): void {
  store.putUser(withoutInlinePolicy(userOf(store, input), input.PolicyName, 'user'));
}

function listUserPolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListUserPoliciesRequest,
): ListUserPoliciesResponse {
  return inlinePolicyNames(userOf(store, input), input);
}

function attachUserPolicy(
  store: IamStore,
  _context: RequestContext,
  input: AttachUserPolicyRequest,
): void {
  const about = { policyArn: input.PolicyArn, kind: 'user' } as const;
  store.putUser(withAttached(store, userOf(store, input), about));
}

function detachUserPolicy(
  store: IamStore,
  _context: RequestContext,
  input: DetachUserPolicyRequest,
): void {
  store.putUser(withoutAttached(userOf(store, input), input.PolicyArn));
}

function listAttachedUserPolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListAttachedUserPoliciesRequest,
): ListAttachedUserPoliciesResponse {
  return attachedPolicies(userOf(store, input), input);
}

function putUserPermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: PutUserPermissionsBoundaryRequest,
): void {
  store.putUser(withBoundary(store, userOf(store, input), input.PermissionsBoundary));
}

function deleteUserPermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: DeleteUserPermissionsBoundaryRequest,
): void {
  const { permissionsBoundary: _, ...rest } = userOf(store, input);
  store.putUser(rest);
}
