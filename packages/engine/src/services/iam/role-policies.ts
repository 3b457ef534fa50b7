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
import { fail } from '../../kernel/fail.ts';
import { own } from '../../kernel/state/own.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkName, failNoSuch, type IamStore, pageOf, required } from './iam-store.ts';
import { checkPolicyDocument } from './policy-document.ts';

const NAME_LENGTH_MAX = 128;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ATTACHED_POLICIES_MAX = 10;

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

function putRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: PutRolePolicyRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const name = required(input.PolicyName, 'PolicyName');
  checkName(name, 'policyName', NAME_LENGTH_MAX);
  const document = required(input.PolicyDocument, 'PolicyDocument');
  checkPolicyDocument(document, 'identity');
  const inlinePolicies = { ...record.inlinePolicies, [name]: document };
  store.roles.put(record.name, { ...record, inlinePolicies });
}

function getRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: GetRolePolicyRequest,
): GetRolePolicyResponse {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const name = required(input.PolicyName, 'PolicyName');
  const document = own(record.inlinePolicies, name) ?? failNoPolicy(name);
  return {
    RoleName: record.name,
    PolicyName: name,
    PolicyDocument: encodeURIComponent(document),
  };
}

function deleteRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: DeleteRolePolicyRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const name = required(input.PolicyName, 'PolicyName');
  if (!Object.hasOwn(record.inlinePolicies, name)) failNoPolicy(name);
  const { [name]: _, ...inlinePolicies } = record.inlinePolicies;
  store.roles.put(record.name, { ...record, inlinePolicies });
}

function listRolePolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListRolePoliciesRequest,
): ListRolePoliciesResponse {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const { items, truncation } = pageOf(Object.keys(record.inlinePolicies), input);
  return { PolicyNames: items, ...truncation };
}

function attachRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: AttachRolePolicyRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const arn = required(input.PolicyArn, 'PolicyArn');
  store.checkAttachable(arn);
  const managedPolicyArns = [...new Set([...record.managedPolicyArns, arn])];
  if (managedPolicyArns.length > ATTACHED_POLICIES_MAX)
    fail('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${ATTACHED_POLICIES_MAX}`, 409);
  store.roles.put(record.name, { ...record, managedPolicyArns });
}

function detachRolePolicy(
  store: IamStore,
  _context: RequestContext,
  input: DetachRolePolicyRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const arn = required(input.PolicyArn, 'PolicyArn');
  if (!record.managedPolicyArns.includes(arn)) failNoSuch(`Policy ${arn} was not found.`);
  const managedPolicyArns = record.managedPolicyArns.filter((held) => held !== arn);
  store.roles.put(record.name, { ...record, managedPolicyArns });
}

function listAttachedRolePolicies(
  store: IamStore,
  _context: RequestContext,
  input: ListAttachedRolePoliciesRequest,
): ListAttachedRolePoliciesResponse {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const { items, truncation } = pageOf(record.managedPolicyArns, input);
  return {
    AttachedPolicies: items.map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    })),
    ...truncation,
  };
}

function putRolePermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: PutRolePermissionsBoundaryRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const permissionsBoundary = required(input.PermissionsBoundary, 'PermissionsBoundary');
  store.checkAttachable(permissionsBoundary);
  store.roles.put(record.name, { ...record, permissionsBoundary });
}

function deleteRolePermissionsBoundary(
  store: IamStore,
  _context: RequestContext,
  input: DeleteRolePermissionsBoundaryRequest,
): void {
  const record = store.role(required(input.RoleName, 'RoleName'));
  const { permissionsBoundary: _, ...rest } = record;
  store.roles.put(record.name, rest);
}

function failNoPolicy(name: string): never {
  return failNoSuch(`The role policy with name ${name} cannot be found.`);
}
