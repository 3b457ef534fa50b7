import type { Condition } from './policy-conditions.ts';
import type { PolicyDocument, Statement } from './policy.ts';
import { hasWildcard } from '@understudy/contract';

/** A key with a fixed value keeps a statement for everyone from being public. */
const RESTRICTING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpcsourceip',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

const RESTRICTING_OPERATORS = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

/** Wider than these, a range of addresses is as good as everyone. */
const IPV4_BITS_MIN = 8;
const IPV6_BITS_MIN = 32;

/**
 * Whether S3 calls the policy public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 * ("The meaning of public")
 */
export function isPublicPolicy(document: PolicyDocument): boolean {
  return document.statements.some(isPublicStatement);
}

function isPublicStatement(statement: Statement): boolean {
  if (statement.effect !== 'Allow') return false;
  const forEveryone = statement.principal.not || statement.principal.matcher.everyone;
  return forEveryone && !statement.conditions.some(isRestricting);
}

function isRestricting(condition: Condition): boolean {
  // Holds also for who lacks the key, so it restricts nobody.
  if (condition.ifExists || condition.set === 'all') return false;
  if (condition.operator === 'IpAddress')
    return condition.key === 'aws:sourceip' && condition.values.every(isNarrow);
  return (
    RESTRICTING_OPERATORS.test(condition.operator) &&
    RESTRICTING_KEYS.has(condition.key) &&
    condition.values.every((value) => isFixed(condition.key, value))
  );
}

function isFixed(key: string, value: string): boolean {
  // "A fixed value of aws:userid outside the pattern AROLEID:*"
  return key === 'aws:userid' ? !hasWildcard(value.replace(/:\*$/, '')) : !hasWildcard(value);
}

function isNarrow(range: string): boolean {
  const [address = '', bits] = range.split('/');
  if (bits === undefined) return true;
  return Number(bits) >= (address.includes(':') ? IPV6_BITS_MIN : IPV4_BITS_MIN);
}
