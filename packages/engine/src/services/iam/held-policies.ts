import type { AttachedPermissionsBoundary } from '@aws-sdk/client-iam';
import { fail } from '../../kernel/fail.ts';
import { own } from '../../kernel/state/own.ts';
import {
  checkName,
  failConflict,
  failNoSuch,
  type IamStore,
  pageOf,
  required,
} from './iam-store.ts';
import { checkPolicyDocument } from './policy-document.ts';

const NAME_LENGTH_MAX = 128;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ATTACHED_POLICIES_MAX = 10;

/** A user or a role, as far as policies belong to it. */
export interface PolicyHolder {
  /** By name. */
  inlinePolicies: Record<string, string>;
  managedPolicyArns: string[];
  permissionsBoundary?: string;
}

type Holding = 'user' | 'role';

export function withInlinePolicy<Holder extends PolicyHolder>(
  holder: Holder,
  input: { PolicyName: string | undefined; PolicyDocument: string | undefined },
): Holder {
  const name = required(input.PolicyName, 'PolicyName');
  checkName(name, 'policyName', NAME_LENGTH_MAX);
  const document = required(input.PolicyDocument, 'PolicyDocument');
  checkPolicyDocument(document, 'identity');
  return { ...holder, inlinePolicies: { ...holder.inlinePolicies, [name]: document } };
}

/** Documents are URL-encoded, RFC 3986. */
export function inlinePolicyOf(
  holder: PolicyHolder,
  policyName: string | undefined,
  kind: Holding,
): { PolicyName: string; PolicyDocument: string } {
  const name = required(policyName, 'PolicyName');
  const document = own(holder.inlinePolicies, name) ?? failNoPolicy(name, kind);
  return { PolicyName: name, PolicyDocument: encodeURIComponent(document) };
}

export function withoutInlinePolicy<Holder extends PolicyHolder>(
  holder: Holder,
  policyName: string | undefined,
  kind: Holding,
): Holder {
  const name = required(policyName, 'PolicyName');
  if (!Object.hasOwn(holder.inlinePolicies, name)) failNoPolicy(name, kind);
  const { [name]: _, ...inlinePolicies } = holder.inlinePolicies;
  return { ...holder, inlinePolicies };
}

export function inlinePolicyNames(
  holder: PolicyHolder,
  input: Parameters<typeof pageOf>[1],
): { PolicyNames: string[]; IsTruncated: boolean; Marker: string | undefined } {
  const { items, truncation } = pageOf(Object.keys(holder.inlinePolicies), input);
  return { PolicyNames: items, ...truncation };
}

export function withAttached<Holder extends PolicyHolder>(
  store: IamStore,
  holder: Holder,
  { policyArn, kind }: { policyArn: string | undefined; kind: Holding },
): Holder {
  const arn = required(policyArn, 'PolicyArn');
  store.checkAttachable(arn);
  const managedPolicyArns = [...new Set([...holder.managedPolicyArns, arn])];
  const quota = kind === 'role' ? 'PoliciesPerRole' : 'PoliciesPerUser';
  if (managedPolicyArns.length > ATTACHED_POLICIES_MAX)
    fail('LimitExceeded', `Cannot exceed quota for ${quota}: ${ATTACHED_POLICIES_MAX}`, 409);
  return { ...holder, managedPolicyArns };
}

export function withoutAttached<Holder extends PolicyHolder>(
  holder: Holder,
  policyArn: string | undefined,
): Holder {
  const arn = required(policyArn, 'PolicyArn');
  if (!holder.managedPolicyArns.includes(arn)) failNoSuch(`Policy ${arn} was not found.`);
  const managedPolicyArns = holder.managedPolicyArns.filter((held) => held !== arn);
  return { ...holder, managedPolicyArns };
}

export function attachedPolicies(
  holder: PolicyHolder,
  input: Parameters<typeof pageOf>[1],
): {
  AttachedPolicies: { PolicyArn: string; PolicyName: string }[];
  IsTruncated: boolean;
  Marker: string | undefined;
} {
  const { items, truncation } = pageOf(holder.managedPolicyArns, input);
  const describe = (arn: string): { PolicyArn: string; PolicyName: string } => ({
    PolicyArn: arn,
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
  });
  return { AttachedPolicies: items.map(describe), ...truncation };
}

export function withBoundary<Holder extends PolicyHolder>(
  store: IamStore,
  holder: Holder,
  policyArn: string | undefined,
): Holder {
  const permissionsBoundary = required(policyArn, 'PermissionsBoundary');
  store.checkAttachable(permissionsBoundary);
  return { ...holder, permissionsBoundary };
}

export function boundaryOf({
  permissionsBoundary: arn,
}: PolicyHolder): AttachedPermissionsBoundary | undefined {
  if (arn === undefined) return undefined;
  return { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn };
}

/** Of a user or a role that is about to go. */
export function checkHoldsNone({ managedPolicyArns, inlinePolicies }: PolicyHolder): void {
  if (managedPolicyArns.length > 0)
    failConflict('Cannot delete entity, must detach all policies first.');
  if (Object.keys(inlinePolicies).length > 0)
    failConflict('Cannot delete entity, must delete policies first.');
}

function failNoPolicy(name: string, kind: Holding): never {
  return failNoSuch(`The ${kind} policy with name ${name} cannot be found.`);
}
