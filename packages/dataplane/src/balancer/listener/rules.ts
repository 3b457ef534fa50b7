import {
  matchesWildcard,
  type Listener,
  type ListenerAction,
  type Reasons,
  type RuleCondition,
} from '@understudy/contract';
import { cidrContains, parseCidr } from '../../net/network-cidr.ts';

/** A request as the listener's rules see it. */
export interface RequestView {
  method: string;
  /** Without a port, lower case. */
  host: string;
  /** Without the query. */
  path: string;
  /** Without the question mark, as it came. */
  query: string;
  /** The values of a header by its name in lower case. */
  header(name: string): readonly string[];
  sourceIp: string;
}

/**
 * The action of the first rule, by priority, all of whose conditions hold; else the default action
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html).
 */
export function chooseAction(
  listener: Pick<Listener, 'rules' | 'defaultAction'>,
  request: RequestView,
  reasons?: Reasons,
): ListenerAction {
  for (const rule of listener.rules) {
    const failing = rule.conditions.find((condition) => !conditionHolds(condition, request));
    if (reasons !== undefined) tellRule(reasons, rule, failing);
    if (failing === undefined) return rule.action;
  }
  reasons?.add('balancer.rule', 'the default action: no rule holds', {
    mark: 'chosen',
    facts: { priority: 'default', chosen: true },
  });
  return listener.defaultAction;
}

/** A condition holds when one of its values matches. */
export function conditionHolds(condition: RuleCondition, request: RequestView): boolean {
  switch (condition.field) {
    // "A path pattern is case-sensitive … applied only to the path of the URL, not to its query
    // parameters."
    case 'path-pattern':
      return condition.values.some((value) => matchesWildcard(value, request.path));
    case 'host-header':
      return condition.values.some((value) => matchesWildcard(value.toLowerCase(), request.host));
    case 'http-header':
      return headerHolds(condition, request.header(condition.name.toLowerCase()));
    // "The match evaluation is case-sensitive. Wildcard characters are not supported."
    case 'http-request-method':
      return condition.values.includes(request.method);
    case 'query-string':
      return queryHolds(condition.values, request.query);
    case 'source-ip':
      return condition.values.some((value) => {
        const block = parseCidr(value);
        return block !== undefined && cidrContains(block, request.sourceIp);
      });
  }
}

/** "The header name and the match evaluation are not case-sensitive." */
function headerHolds(condition: { values: string[] }, sent: readonly string[]): boolean {
  return condition.values.some((pattern) =>
    sent.some((value) => matchesWildcard(pattern.toLowerCase(), value.toLowerCase())),
  );
}

/** A pair without a key matches that value under any key. Not case-sensitive. */
function queryHolds(
  wanted: readonly { key?: string | undefined; value: string }[],
  query: string,
): boolean {
  if (query === '') return false;
  const pairs = query
    .toLowerCase()
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? { key: pair, value: '' }
        : { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
    });
  return wanted.some(({ key, value }) =>
    pairs.some(
      (pair) =>
        (key === undefined || matchesWildcard(key.toLowerCase(), pair.key)) &&
        matchesWildcard(value.toLowerCase(), pair.value),
    ),
  );
}

function tellRule(
  reasons: Reasons,
  { priority }: Listener['rules'][number],
  failing: RuleCondition | undefined,
): void {
  const isChosen = failing === undefined;
  const why = isChosen
    ? 'all its conditions hold'
    : `its condition on ${failing.field} does not hold`;
  reasons.add('balancer.rule', `rule ${priority}: ${why}`, {
    mark: isChosen ? 'chosen' : 'passed-over',
    facts: { priority, chosen: isChosen },
  });
}
