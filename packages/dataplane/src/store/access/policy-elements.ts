import { isJsonObject } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { isAddressRange, isOperatorName, type Condition } from './policy-conditions.ts';

/** Who a statement is about; patterns are taken as AWS has them: whole principals, or `*`. */
export interface PrincipalMatcher {
  everyone: boolean;
  aws: string[];
  services: string[];
  canonicalUsers: string[];
}

/** `Principal` or `NotPrincipal`, and so on: exactly one of both. */
export function oneOf(
  raw: Record<string, unknown>,
  field: string,
): { not: boolean; value: unknown } {
  const value = raw[field];
  const notValue = raw[`Not${field}`];
  if (value !== undefined && notValue !== undefined)
    throw malformed(`Policy statement must contain only one of ${field} and Not${field}`);
  if (value === undefined && notValue === undefined)
    throw malformed(`Missing required field ${field}`);
  return value === undefined ? { not: true, value: notValue } : { not: false, value };
}

export function parsePrincipal(raw: unknown): PrincipalMatcher {
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

/**
 * @param options.isKnownKey Of a key that no request carries the condition would have no effect.
 */
export function parseConditions(
  raw: unknown,
  options: { isKnownKey: (key: string) => boolean; variables: boolean },
): Condition[] {
  if (raw === undefined) return [];
  if (!isJsonObject(raw)) throw malformed('Invalid policy syntax.');
  return Object.entries(raw).flatMap(([name, block]) => {
    const shape = parseOperator(name);
    if (!isJsonObject(block)) throw malformed('Invalid policy syntax.');
    return Object.entries(block).map(([key, value]) => {
      if (!options.isKnownKey(key)) throw malformed('Policy has an invalid condition key');
      const values = asArray(value).map(scalarText);
      checkValues(shape.operator, values, options.variables);
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

function checkValues(
  operator: Condition['operator'],
  values: readonly string[],
  variables: boolean,
): void {
  for (const value of values) {
    if (value.includes('${')) {
      if (variables) continue;
      throw unsupportedVariable(value);
    }
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

export function strings(raw: unknown, message: string): string[] {
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

export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

export function malformed(message: string): AwsError {
  return new AwsError({ code: 'MalformedPolicy', message });
}

export function unsupportedVariable(text: string): AwsError {
  return new AwsError({
    code: 'NotImplemented',
    message: `Policy variables are not implemented by this S3 store: ${text}`,
    status: 501,
  });
}
