import type { RuleCondition } from '@understudy/contract';
import type {
  QueryStringKeyValuePair,
  RuleCondition as GivenCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { checkCondition } from './check-condition.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const VALUES_MAX = 5;

/**
 * Conditions of a rule, from either of the API's two forms: `Values`, or a `…Config` of the field's
 * own.
 */
export function parseConditions(given: readonly GivenCondition[] | undefined): RuleCondition[] {
  if (given === undefined || given.length === 0)
    fail('ValidationError', 'A condition must be specified');
  const conditions = given.map(parseCondition);
  const values = conditions.reduce((sum, condition) => sum + condition.values.length, 0);
  if (values > VALUES_MAX)
    // https://github.com/aws/aws-cdk/issues/10065
    fail('ValidationError', `A rule can only have '${VALUES_MAX}' condition values`);
  return conditions;
}

export function describeCondition(condition: RuleCondition): GivenCondition {
  const { field: Field } = condition;
  switch (condition.field) {
    case 'path-pattern':
      return { Field, Values: condition.values, PathPatternConfig: { Values: condition.values } };
    case 'host-header':
      return { Field, Values: condition.values, HostHeaderConfig: { Values: condition.values } };
    case 'http-header':
      return {
        Field,
        HttpHeaderConfig: { HttpHeaderName: condition.name, Values: condition.values },
      };
    case 'http-request-method':
      return { Field, HttpRequestMethodConfig: { Values: condition.values } };
    case 'query-string':
      return {
        Field,
        QueryStringConfig: {
          Values: condition.values.map(({ key, value }) => ({ Key: key, Value: value })),
        },
      };
    case 'source-ip':
      return { Field, SourceIpConfig: { Values: condition.values } };
  }
}

function parseCondition(given: GivenCondition): RuleCondition {
  refuseRegularExpressions(given);
  checkCondition(given);
  switch (given.Field) {
    case 'path-pattern':
      return { field: 'path-pattern', values: some(given, given.PathPatternConfig?.Values) };
    case 'host-header':
      return { field: 'host-header', values: some(given, given.HostHeaderConfig?.Values) };
    case 'http-header':
      return {
        field: 'http-header',
        name:
          given.HttpHeaderConfig?.HttpHeaderName ?? fail('ValidationError', 'A header is required'),
        values: some(given, given.HttpHeaderConfig?.Values),
      };
    case 'http-request-method':
      return {
        field: 'http-request-method',
        values: some(given, given.HttpRequestMethodConfig?.Values),
      };
    case 'query-string':
      return { field: 'query-string', values: queryStrings(given.QueryStringConfig?.Values) };
    case 'source-ip':
      return { field: 'source-ip', values: some(given, given.SourceIpConfig?.Values) };
    default:
      return fail(
        'ValidationError',
        `Condition field '${given.Field ?? ''}' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'`,
      );
  }
}

function refuseRegularExpressions(given: GivenCondition): void {
  const expressions = [
    given.RegexValues,
    given.PathPatternConfig?.RegexValues,
    given.HostHeaderConfig?.RegexValues,
    given.HttpHeaderConfig?.RegexValues,
  ];
  if (expressions.some((values) => (values ?? []).length > 0))
    fail(
      'UnsupportedFeature',
      'Regular expressions in conditions are not supported by this engine',
    );
}

function some(given: GivenCondition, configured: string[] | undefined): string[] {
  const values = configured ?? given.Values ?? [];
  if (values.length === 0) fail('ValidationError', 'A condition value must be specified');
  return values;
}

function queryStrings(
  values: readonly QueryStringKeyValuePair[] | undefined,
): { key?: string; value: string }[] {
  if (values === undefined || values.length === 0)
    fail('ValidationError', 'A condition value must be specified');
  return values.map(({ Key: key, Value: value = '' }) => ({
    ...(key === undefined ? {} : { key }),
    value,
  }));
}
