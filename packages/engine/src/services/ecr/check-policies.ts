import { isJsonObject, type JsonObject } from '@understudy/contract';
import { failInvalid } from './check-repository.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
const POLICY_CHARACTERS_MAX = 10_240;
/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
const LIFECYCLE_CHARACTERS = { min: 100, max: 30_720 } as const;
const RULE_MEMBERS = ['action', 'rulePriority', 'selection'];

/**
 * A repository's policy names no resource, since it is about its repository:
 * https://github.com/aws/aws-cdk/pull/3590
 */
export function checkRepositoryPolicy(text: string): void {
  if (text.length > POLICY_CHARACTERS_MAX)
    failInvalid('PolicyText', `must have length less than or equal to ${POLICY_CHARACTERS_MAX}`);
  const document = parsed(text);
  const given = document?.['Statement'] ?? [];
  const statements: unknown[] = Array.isArray(given) ? given : [given];
  if (statements.length === 0 || !statements.every(isStatement))
    failInvalid('PolicyText', 'Invalid repository policy provided');
}

function isStatement(statement: unknown): boolean {
  if (!isJsonObject(statement)) return false;
  const effect = statement['Effect'];
  return (
    (effect === 'Allow' || effect === 'Deny') &&
    ('Action' in statement || 'NotAction' in statement) &&
    ('Principal' in statement || 'NotPrincipal' in statement) &&
    !('Resource' in statement)
  );
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export function checkLifecyclePolicy(text: string): void {
  if (text.length < LIFECYCLE_CHARACTERS.min)
    failInvalid(
      'LifecyclePolicyText',
      `must have length greater than or equal to ${LIFECYCLE_CHARACTERS.min}`,
    );
  if (text.length > LIFECYCLE_CHARACTERS.max)
    failInvalid(
      'LifecyclePolicyText',
      `must have length less than or equal to ${LIFECYCLE_CHARACTERS.max}`,
    );
  const document = parsed(text);
  if (document === undefined)
    return failLifecycle('Could not map policyString into LifecyclePolicy.');
  const rules = document['rules'];
  if (!Array.isArray(rules))
    return failLifecycle('object has missing required properties (["rules"])');
  for (const rule of rules as unknown[]) {
    const missing = RULE_MEMBERS.filter((name) => !isJsonObject(rule) || !(name in rule));
    if (missing.length > 0)
      failLifecycle(`object has missing required properties (${JSON.stringify(missing)})`);
  }
}

function failLifecycle(reason: string): never {
  return failInvalid('LifecyclePolicyText', `Lifecycle policy validation failure: ${reason}`);
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // what is not JSON is no policy: the callers say so
  }
}
