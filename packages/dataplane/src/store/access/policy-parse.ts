import { isJsonObject } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { isAddressRange, isOperatorName, type Condition } from './policy-conditions.ts';
import { isKnownConditionKey } from './policy-keys.ts';
import type { PolicyDocument, PrincipalMatcher, Statement } from './policy.ts';
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
    conditions: parseConditions(raw['Condition']),
  };
}

/** `Principal` or `NotPrincipal`, and so on: exactly one of both. */
function oneOf(raw: Record<string, unknown>, field: string): { not: boolean; value: unknown } {
  const value = raw[field];
  const notValue = raw[`Not${field}`];
  if (value !== undefined && notValue !== undefined)
    throw malformed(`Policy statement must contain only one of ${field} and Not${field}`);
  if (value === undefined && notValue === undefined)
    throw malformed(`Missing required field ${field}`);
  return value === undefined ? { not: true, value: notValue } : { not: false, value };
}

function parsePrincipal(raw: unknown): PrincipalMatcher {
  const matcher: PrincipalMatcher = { everyone: false, aws: [], services: [], canonicalUsers: [] };
  if (raw === '*') return { ...matcher, everyone: true };
  if (!isJsonObject(raw) || Object.keys(raw).length === 0)
    throw malformed('Invalid principal in policy');
  for (const [kind, value] of Object.entries(raw)) {
    const names = strings(value, 'Invalid principal in policy');
    if (kind === 'AWS') {
      matcher.everyone ||= names.includes('*');
      matcher.aws.push(...names.filter((name) => name !== '*'));
      if (!matcher.aws.every(isAwsPrincipal)) throw malformed('Invalid principal in policy');
    } else if (kind === 'Service') matcher.services.push(...names);
    else if (kind === 'CanonicalUser') matcher.canonicalUsers.push(...names);
    else throw malformed('Invalid principal in policy');
  }
  return matcher;
}

function isAwsPrincipal(name: string): boolean {
  return /^\d{12}$/.test(name) || /^arn:aws:(iam|sts)::\d{12}:[^*?]+$/.test(name);
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

function parseConditions(raw: unknown): Condition[] {
  if (raw === undefined) return [];
  if (!isJsonObject(raw)) throw malformed('Invalid policy syntax.');
  return Object.entries(raw).flatMap(([name, block]) => {
    const shape = parseOperator(name);
    if (!isJsonObject(block)) throw malformed('Invalid policy syntax.');
    return Object.entries(block).map(([key, value]) => {
      if (!isKnownConditionKey(key)) throw malformed('Policy has an invalid condition key');
      const values = asArray(value).map(scalarText);
      checkValues(shape.operator, values);
      return { ...shape, key: key.toLowerCase(), values };
    });
  });
}

function parseOperator(name: string): Pick<Condition, 'operator' | 'set' | 'ifExists'> {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(name);
  const operator = parts?.[2] ?? '';
  const ifExists = parts?.[3] !== undefined;
  if (!isOperatorName(operator) || (operator === 'Null' && ifExists))
    throw malformed(`Invalid Condition type : ${name}`);
  const set = parts?.[1] === undefined ? undefined : parts[1] === 'ForAnyValue' ? 'any' : 'all';
  return { operator, set, ifExists };
}

function checkValues(operator: Condition['operator'], values: readonly string[]): void {
  for (const value of values) {
    if (value.includes('${')) throw unsupportedVariable(value);
    const valid =
      operator === 'IpAddress' || operator === 'NotIpAddress'
        ? isAddressRange(value)
        : operator.startsWith('Numeric')
          ? value !== '' && Number.isFinite(Number(value))
          : operator === 'Bool' || operator === 'Null'
            ? /^(true|false)$/i.test(value)
            : operator.startsWith('Date')
              ? /^\d+$/.test(value) || !Number.isNaN(Date.parse(value))
              : true;
    if (!valid) throw malformed(`Invalid value for condition operator ${operator}: ${value}`);
  }
}

function strings(raw: unknown, message: string): string[] {
  const values = asArray(raw);
  if (values.length === 0 || !values.every((value) => typeof value === 'string'))
    throw malformed(message);
  return values;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed('Invalid policy syntax.');
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function malformed(message: string): AwsError {
  return new AwsError({ code: 'MalformedPolicy', message });
}

function unsupportedVariable(text: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: `Policy variables are not implemented by this S3 store: ${text}`,
    status: 501,
  });
}
