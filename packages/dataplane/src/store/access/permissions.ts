import type { PrincipalPolicies } from '@understudy/contract';
import { parseIdentityPolicy } from './identity-parse.ts';
import type { Permissions } from './identity-policy.ts';
import type { Principal } from './policy.ts';

/** By the document's object, which lives as long as the configuration that it came with. */
const parsed = new WeakMap<PrincipalPolicies, Permissions>();

/** What IAM lets a principal do; undefined for an administrator and for who is nobody of IAM's. */
export function permissionsOf(principal: Principal): Permissions | undefined {
  if (principal.kind !== 'account' || principal.policies === undefined) return undefined;
  return parsePermissions(principal.policies);
}

/** Parsed once for as long as the object lives. */
export function parsePermissions(policies: PrincipalPolicies): Permissions {
  const known = parsed.get(policies);
  if (known !== undefined) return known;
  const { identity, boundary, session } = policies;
  const permissions: Permissions = {
    identity: identity.map(parseIdentityPolicy),
    boundary: boundary === undefined ? undefined : parseIdentityPolicy(boundary),
    session: session?.map(parseIdentityPolicy),
  };
  parsed.set(policies, permissions);
  return permissions;
}
