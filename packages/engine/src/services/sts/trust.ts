import { evaluatePolicy, parseTrustPolicy } from '@understudy/dataplane';
import type { SigningKey } from '@understudy/contract';
import { AwsError } from '@understudy/wire';

/** What a role's trust policy says of who wants to take it on. */
export function trusts(
  document: string,
  asked: { principal: SigningKey['principal']; context: ReadonlyMap<string, readonly string[]> },
): 'Allow' | 'Deny' | 'None' {
  try {
    const request = { ...asked, action: 'sts:AssumeRole', resource: '*' };
    return evaluatePolicy(parseTrustPolicy(document), { ...request, canonicalUserId: undefined });
  } catch (error) {
    // Principals of other kinds (federated ones) are nobody who could call here.
    if (error instanceof AwsError) return 'None';
    throw error;
  }
}
