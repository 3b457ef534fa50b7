import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HostHeaderConditionConfig.html,
 * and the other fields'.
 */
const VALUE_CHARACTERS_MAX = 128;
const NAME_CHARACTERS_MAX = 40;
const METHOD = /^[A-Z_-]+$/;

/** The member of a condition that has its values, by its field. */
const CONFIGS = {
  'path-pattern': 'PathPatternConfig',
  'host-header': 'HostHeaderConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const;
type Field = keyof typeof CONFIGS;

/** These alone may have their one value in `Values`, the older form. */
const WITH_VALUES: readonly string[] = ['host-header', 'path-pattern'];

/**
 * Refuses a condition that is not in one of the two forms, or whose values are out of bounds. The
 * words are AWS's where its users quote them (aws-controllers-k8s/community#2759), else those that
 * getmoto/moto has of it.
 */
export function checkCondition(given: RuleCondition): void {
  const field = given.Field ?? '';
  if (!isField(field)) return;
  checkForm(given, field);
  const name = given.HttpHeaderConfig?.HttpHeaderName ?? '';
  if (field === 'http-header') checkLength(name, 'HttpHeaderName', NAME_CHARACTERS_MAX);
  for (const value of given.HttpRequestMethodConfig?.Values ?? []) checkMethod(value);
  for (const { Key, Value } of given.QueryStringConfig?.Values ?? []) {
    checkLength(Key ?? '', 'Key', VALUE_CHARACTERS_MAX);
    if (Value === undefined)
      fail('ValidationError', "A 'Value' must be specified in 'QueryStringKeyValuePair'");
    checkLength(Value, 'Value', VALUE_CHARACTERS_MAX);
  }
  const configs = [given.PathPatternConfig, given.HostHeaderConfig, given.HttpHeaderConfig];
  for (const value of [given, ...configs].flatMap((holder) => holder?.Values ?? []))
    checkLength(value, field, VALUE_CHARACTERS_MAX);
}

function checkForm(given: RuleCondition, field: Field): void {
  const config = CONFIGS[field];
  const values = given.Values ?? [];
  if (given[config] !== undefined) {
    if (values.length > 0)
      fail(
        'ValidationError',
        `You cannot provide both Values and '${config}' for a condition of type '${field}'`,
      );
    return;
  }
  if (!WITH_VALUES.includes(field))
    fail('ValidationError', `A '${config}' must be specified with '${field}'`);
  if (values.length > 1)
    fail('ValidationError', `The '${field}' field contains too many values; the limit is '1'`);
}

function checkMethod(method: string): void {
  checkLength(method, 'http-request-method', NAME_CHARACTERS_MAX);
  if (!METHOD.test(method))
    fail(
      'ValidationError',
      "The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore",
    );
}

function checkLength(value: string, name: string, max: number): void {
  if (value.length > max)
    fail('ValidationError', `The '${name}' value is too long; the limit is '${max}'`);
}

function isField(field: string): field is Field {
  return Object.hasOwn(CONFIGS, field);
}
