import { evaluatePolicy, parseTrustPolicy, type LookedAt } from '@understudy/dataplane';
import type { SigningKey } from '@understudy/contract';
import { AwsError } from '@understudy/wire';

/** What a role's trust policy says of who wants to take it on. */
export function trusts(
  document: string,
  asked: { principal: SigningKey['principal']; context: ReadonlyMap<string, readonly string[]> },
  lookedAt?: LookedAt[],
): 'Allow' | 'Deny' | 'None' {
  try {
    const request = { ...asked, action: 'sts:AssumeRole', resource: '*' };
    const whole = { ...request, canonicalUserId: undefined };
    return evaluatePolicy(parseTrustPolicy(document), whole, lookedAt);
  } catch (error) {
    // Principals of other kinds (federated ones) are nobody who could call here.
    if (error instanceof AwsError) return 'None';
    throw error;
  }
}
