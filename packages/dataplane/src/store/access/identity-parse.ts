import { isJsonObject } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { IdentityPolicy, IdentityStatement } from './identity-policy.ts';
import { asArray, oneOf, parseConditions, parsePrincipal, strings } from './policy-elements.ts';
import type { PolicyDocument } from './policy.ts';

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];

/**
 * Throws MalformedPolicyDocument in IAM's words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseIdentityPolicy(text: string): IdentityPolicy {
  const document = parseDocument(text);
  const statements = asArray(document['Statement']).map((raw): IdentityStatement => {
    const { sid, effect, ...statement } = parseStatement(raw);
    const resource = inIamsWords(() => oneOf(statement.raw, 'Resource'));
    const patterns = inIamsWords(() => strings(resource.value, ''));
    for (const pattern of patterns)
      if (pattern !== '*' && !/^(arn|\*|\$\{)/.test(pattern))
        throw malformed(`Resource ${pattern} must be in ARN format or "*".`);
    const { action, conditions } = statement;
    return { sid, effect, action, resource: { not: resource.not, patterns }, conditions };
  });
  return { statements, hasVariables: document['Version'] === '2012-10-17' };
}

/** Who may take a role on; it has no resource, since it is the role's own. */
export function parseTrustPolicy(text: string): PolicyDocument {
  const statements = asArray(parseDocument(text)['Statement']).map((raw) => {
    const { sid, effect, action, conditions, raw: statement } = parseStatement(raw);
    const principal = inIamsWords(() => oneOf(statement, 'Principal'));
    return {
      sid,
      effect,
      principal: {
        not: principal.not,
        matcher: inIamsWords(() => parsePrincipal(principal.value)),
      },
      action,
      resource: { not: false, patterns: ['*'] },
      conditions,
    };
  });
  return { statements };
}

function parseDocument(text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isJsonObject(document)) throw malformed('Syntax errors in policy.');
  if (document['Version'] !== undefined && !VERSIONS.includes(document['Version']))
    throw malformed('Policy document must be version 2012-10-17 or greater.');
  return document;
}

function parseStatement(
  raw: unknown,
): Omit<IdentityStatement, 'resource'> & { raw: Record<string, unknown> } {
  if (!isJsonObject(raw)) throw malformed('Syntax errors in policy.');
  const { Effect: effect, Sid } = raw;
  const sid = typeof Sid === 'string' ? Sid : undefined;
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Syntax errors in policy.');
  const action = inIamsWords(() => oneOf(raw, 'Action'));
  const patterns = inIamsWords(() => strings(action.value, ''));
  for (const pattern of patterns)
    if (pattern !== '*' && !pattern.includes(':'))
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  const conditions = inIamsWords(() =>
    parseConditions(raw['Condition'], { isKnownKey: () => true, variables: true }),
  );
  return { sid, effect, action: { not: action.not, patterns }, conditions, raw };
}

/** IAM has one sentence for what S3 tells apart. */
function inIamsWords<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof AwsError) throw malformed('Syntax errors in policy.');
    throw error;
  }
}

function malformed(message: string): AwsError {
  return new AwsError({ code: 'MalformedPolicyDocument', message });
}
