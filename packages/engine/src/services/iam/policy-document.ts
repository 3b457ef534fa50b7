import { isJsonObject } from '@understudy/contract';
import { parseIdentityPolicy } from '@understudy/dataplane';
import { fail } from '../../kernel/fail.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const DOCUMENT_LENGTH_MAX = 131_072;

/** `identity` policies belong to a role; a `trust` policy says who may take a role on. */
export type PolicyKind = 'identity' | 'trust';

/**
 * Refuses what is not a policy, as IAM does before it keeps one. Says nothing of what the policy
 * would allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkPolicyDocument(document: string, kind: PolicyKind): void {
  if (document.length > DOCUMENT_LENGTH_MAX)
    fail('LimitExceeded', `Cannot exceed quota for PolicySize: ${DOCUMENT_LENGTH_MAX}`, 409);
  const policy = parse(document);
  if (!isJsonObject(policy)) return malformed('Syntax errors in policy.');
  if (policy['Version'] !== undefined && !VERSIONS.includes(policy['Version']))
    malformed('Policy document must be version 2012-10-17 or greater.');
  for (const name of Object.keys(policy))
    if (!['Version', 'Id', 'Statement'].includes(name)) malformed('Syntax errors in policy.');
  const statement = policy['Statement'];
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statement === undefined || statements.length === 0) malformed('Syntax errors in policy.');
  for (const each of statements) checkStatement(each, kind);
  if (kind === 'identity') parseIdentityPolicy(document);
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (!isJsonObject(statement)) return malformed('Syntax errors in policy.');
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny')
    malformed('Syntax errors in policy.');
  if (!hasOneOf(statement, 'Action', 'NotAction'))
    malformed('Policy statement must contain actions.');
  const hasPrincipal = 'Principal' in statement || 'NotPrincipal' in statement;
  const hasResource = 'Resource' in statement || 'NotResource' in statement;
  if (kind === 'identity') {
    if (hasPrincipal) malformed('Policy document should not specify a principal.');
    if (!hasOneOf(statement, 'Resource', 'NotResource'))
      malformed('Policy statement must contain resources.');
    return;
  }
  if (hasResource) malformed('Has prohibited field Resource');
  if (!hasPrincipal) malformed('Missing required field Principal');
  checkTrustActions(statement);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function checkTrustActions(statement: Record<string, unknown>): void {
  const action = statement['Action'];
  const actions: unknown[] = Array.isArray(action) ? action : [action];
  if (actions.some((name) => typeof name === 'string' && !/^sts:/i.test(name)))
    malformed('AssumeRole policy may only specify STS AssumeRole actions.');
}

function hasOneOf(statement: Record<string, unknown>, one: string, other: string): boolean {
  return one in statement !== other in statement;
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return malformed('This policy contains invalid Json');
  }
}

function malformed(message: string): never {
  return fail('MalformedPolicyDocument', message);
}
