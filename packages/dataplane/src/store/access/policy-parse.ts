import { isJsonObject } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import {
  asArray,
  malformed,
  oneOf,
  parseConditions,
  parsePrincipal,
  strings,
  unsupportedVariable,
} from './policy-elements.ts';
import { isKnownConditionKey } from './policy-keys.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import { POLICY_BYTES_MAX } from '../bounds.ts';

const VERSIONS = ['2012-10-17', '2008-10-17'];
const STATEMENT_FIELDS = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
]);

/**
 * A bucket policy as S3 takes it; throws MalformedPolicy for what S3 refuses and for what would
 * have no effect here, so that no rule is ever silently without force.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, bucket: string): PolicyDocument {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX)
    throw new AwsError({
      code: 'PolicyTooLarge',
      message: `The policy document exceeds the allowed maximum size of ${POLICY_BYTES_MAX} bytes`,
    });
  const document = parseJson(text);
  for (const field of Object.keys(document))
    if (!['Version', 'Id', 'Statement'].includes(field)) throw malformed(`Unknown field ${field}`);
  const { Version, Statement } = document;
  if (Version !== undefined && !VERSIONS.includes(String(Version)))
    throw malformed('The policy must contain a valid version string');
  if (Statement === undefined) throw malformed('Missing required field Statement');
  const statements = asArray(Statement).map((statement) => parseStatement(statement, bucket));
  if (statements.length === 0) throw malformed('Could not parse the policy: Statement is empty!');
  return { statements };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (text.startsWith('{') && isJsonObject(value)) return value;
  } catch {
    // Answered below, in S3's words for both kinds of fault.
  }
  throw malformed("Policies must be valid JSON and the first byte must be '{'");
}

function parseStatement(raw: unknown, bucket: string): Statement {
  if (!isJsonObject(raw)) throw malformed('Invalid policy syntax.');
  for (const field of Object.keys(raw))
    if (!STATEMENT_FIELDS.has(field)) throw malformed(`Unknown field ${field}`);
  const { Effect: effect, Sid: sid } = raw;
  if (effect === undefined) throw malformed('Missing required field Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`Invalid effect: ${String(effect)}`);
  if (sid !== undefined && typeof sid !== 'string') throw malformed('Invalid policy syntax.');
  const principal = oneOf(raw, 'Principal');
  const action = oneOf(raw, 'Action');
  const resource = oneOf(raw, 'Resource');
  return {
    sid,
    effect,
    principal: { not: principal.not, matcher: parsePrincipal(principal.value) },
    action: { not: action.not, patterns: parseActions(action.value) },
    resource: { not: resource.not, patterns: parseResources(resource.value, bucket) },
    conditions: parseConditions(raw['Condition'], {
      isKnownKey: isKnownConditionKey,
      variables: false,
    }),
  };
}

function parseActions(raw: unknown): string[] {
  const patterns = strings(raw, 'Policy has invalid action');
  for (const pattern of patterns)
    if (pattern !== '*' && !/^s3:[A-Za-z*?]+$/i.test(pattern))
      throw malformed('Policy has invalid action');
  return patterns;
}

/** A bucket policy may speak of its own bucket only. */
function parseResources(raw: unknown, bucket: string): string[] {
  const patterns = strings(raw, 'Policy has invalid resource');
  const arn = `arn:aws:s3:::${bucket}`;
  for (const pattern of patterns) {
    if (pattern.includes('${')) throw unsupportedVariable(pattern);
    const anything = pattern === '*' || pattern === 'arn:aws:s3:::*' || pattern === `${arn}*`;
    if (!anything && pattern !== arn && !pattern.startsWith(`${arn}/`))
      throw malformed('Policy has invalid resource');
  }
  return patterns;
}
