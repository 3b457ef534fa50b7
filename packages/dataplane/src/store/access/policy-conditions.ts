import { BlockList, isIP } from 'node:net';
import { matchesWildcard } from '@understudy/contract';

/** One line of a Condition block: `operator` without prefix and suffix. */
export interface Condition {
  operator: OperatorName;
  /** `ForAnyValue:` and `ForAllValues:`. */
  set: 'any' | 'all' | undefined;
  ifExists: boolean;
  /** Lower case: AWS's condition keys do not tell case apart. */
  key: string;
  values: string[];
}

/** What is known of a request, by lower-case condition key. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

interface Operator {
  /** Whether one value of the request fits one value of the policy. */
  fits: (actual: string, expected: string) => boolean;
  /** `…Not…`: holds when none fits, also when the key is absent. */
  negated: boolean;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS = {
  StringEquals: { fits: (actual, expected) => actual === expected, negated: false },
  StringNotEquals: { fits: (actual, expected) => actual === expected, negated: true },
  StringEqualsIgnoreCase: { fits: equalsIgnoringCase, negated: false },
  StringNotEqualsIgnoreCase: { fits: equalsIgnoringCase, negated: true },
  StringLike: { fits: (actual, expected) => matchesWildcard(expected, actual), negated: false },
  StringNotLike: { fits: (actual, expected) => matchesWildcard(expected, actual), negated: true },
  ArnEquals: { fits: arnFits, negated: false },
  ArnLike: { fits: arnFits, negated: false },
  ArnNotEquals: { fits: arnFits, negated: true },
  ArnNotLike: { fits: arnFits, negated: true },
  Bool: { fits: equalsIgnoringCase, negated: false },
  NumericEquals: { fits: numeric((a, b) => a === b), negated: false },
  NumericNotEquals: { fits: numeric((a, b) => a === b), negated: true },
  NumericLessThan: { fits: numeric((a, b) => a < b), negated: false },
  NumericLessThanEquals: { fits: numeric((a, b) => a <= b), negated: false },
  NumericGreaterThan: { fits: numeric((a, b) => a > b), negated: false },
  NumericGreaterThanEquals: { fits: numeric((a, b) => a >= b), negated: false },
  DateEquals: { fits: dated((a, b) => a === b), negated: false },
  DateNotEquals: { fits: dated((a, b) => a === b), negated: true },
  DateLessThan: { fits: dated((a, b) => a < b), negated: false },
  DateLessThanEquals: { fits: dated((a, b) => a <= b), negated: false },
  DateGreaterThan: { fits: dated((a, b) => a > b), negated: false },
  DateGreaterThanEquals: { fits: dated((a, b) => a >= b), negated: false },
  IpAddress: { fits: addressFits, negated: false },
  NotIpAddress: { fits: addressFits, negated: true },
  /** Asks for presence, so it is decided in `conditionHolds`. */
  Null: { fits: () => false, negated: false },
} as const satisfies Record<string, Operator>;
export type OperatorName = keyof typeof OPERATORS;

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(OPERATORS, name);
}

export function conditionHolds(condition: Condition, context: ConditionContext): boolean {
  const actual = context.get(condition.key);
  if (condition.operator === 'Null')
    return condition.values.some((value) => (value.toLowerCase() === 'true') === !actual);
  const operator: Operator = OPERATORS[condition.operator];
  if (actual === undefined) return condition.ifExists || holdsWithout(condition.set, operator);
  const fitsOne = (value: string): boolean =>
    condition.values.some((expected) => operator.fits(value, expected));
  if (condition.set === 'all') return actual.every((value) => fitsOne(value) !== operator.negated);
  if (condition.set === 'any') return actual.some((value) => fitsOne(value) !== operator.negated);
  return actual.some(fitsOne) !== operator.negated;
}

/**
 * Without the key `ForAllValues` holds and `ForAnyValue` does not, negated or not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWithout(set: Condition['set'], { negated }: Operator): boolean {
  return set === undefined ? negated : set === 'all';
}

/** Whether `range` is an address or a CIDR range, as IpAddress wants it. */
export function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

function equalsIgnoringCase(actual: string, expected: string): boolean {
  return actual.toLowerCase() === expected.toLowerCase();
}

/** Each of the six colon-delimited components is compared by itself, each may hold wildcards. */
function arnFits(actual: string, expected: string): boolean {
  const actualParts = splitArn(actual);
  const expectedParts = splitArn(expected);
  if (!actualParts || !expectedParts) return false;
  return expectedParts.every((part, index) => matchesWildcard(part, actualParts[index] ?? ''));
}

function splitArn(arn: string): string[] | undefined {
  const parts = arn.split(':');
  if (arn === '*') return ['*', '*', '*', '*', '*', '*'];
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function numeric(compare: (actual: number, expected: number) => boolean): Operator['fits'] {
  return (actual, expected) => compare(Number(actual), Number(expected));
}

function dated(compare: (actual: number, expected: number) => boolean): Operator['fits'] {
  return (actual, expected) => compare(dateMs(actual), dateMs(expected));
}

/** ISO 8601 or seconds since the Unix epoch. */
function dateMs(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function addressFits(actual: string, expected: string): boolean {
  const [address = '', bits] = expected.split('/');
  const version = isIP(address);
  if (version === 0 || isIP(actual) === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  return list.check(actual, isIP(actual) === 4 ? 'ipv4' : 'ipv6');
}
