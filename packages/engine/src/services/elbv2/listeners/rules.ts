import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail } from '../../../kernel/fail.ts';
import { hexadecimal } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { describeAction, parseActions } from './actions.ts';
import { describeCondition, parseConditions } from './conditions.ts';
import { putTags } from '../elb-tags.ts';
import { type ElbV2Store, required } from '../elbv2-store.ts';
import { pageOf } from '../names.ts';
import type { ListenerRecord, RuleRecord } from '../records.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const PRIORITY_MAX = 50_000;

export const ruleOperations = {
  CreateRule: operation(createRule, {
    accepts: ['ListenerArn', 'Conditions', 'Priority', 'Actions', 'Tags'],
  }),
  ModifyRule: operation(modifyRule, { accepts: ['RuleArn', 'Conditions', 'Actions'] }),
  SetRulePriorities: operation(setRulePriorities),
  DescribeRules: operation(describeRules),
  DeleteRule: operation(deleteRule),
};

function createRule(
  store: ElbV2Store,
  context: RequestContext,
  input: CreateRuleInput,
): CreateRuleOutput {
  const { region } = context;
  const listener = store.listener(region, required(input.ListenerArn, 'ListenerArn'));
  const loadBalancer = store.loadBalancer(region, listener.loadBalancerArn);
  const record: RuleRecord = {
    arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${hexadecimal(store.deps.random, 16)}`,
    listenerArn: listener.arn,
    priority: required(input.Priority, 'Priority'),
    conditions: parseConditions(input.Conditions),
    action: parseActions(store, region, loadBalancer, input.Actions),
  };
  checkPriority(store, region, record, []);
  store.rules.put(region, record.arn, record);
  putTags(store, region, record.arn, input.Tags);
  store.changed();
  return { Rules: [describe(record)] };
}

function modifyRule(
  store: ElbV2Store,
  context: RequestContext,
  input: ModifyRuleInput,
): ModifyRuleOutput {
  const { region } = context;
  const record = store.rule(region, required(input.RuleArn, 'RuleArn'));
  const listener = store.listener(region, record.listenerArn);
  const loadBalancer = store.loadBalancer(region, listener.loadBalancerArn);
  const updated: RuleRecord = {
    ...record,
    conditions:
      input.Conditions === undefined ? record.conditions : parseConditions(input.Conditions),
    action:
      input.Actions === undefined
        ? record.action
        : parseActions(store, region, loadBalancer, input.Actions),
  };
  store.rules.put(region, updated.arn, updated);
  store.changed();
  return { Rules: [describe(updated)] };
}

function setRulePriorities(
  store: ElbV2Store,
  context: RequestContext,
  input: SetRulePrioritiesInput,
): SetRulePrioritiesOutput {
  const { region } = context;
  const changes = required(input.RulePriorities, 'RulePriorities').map((pair) => ({
    ...store.rule(region, required(pair.RuleArn, 'RuleArn')),
    priority: required(pair.Priority, 'Priority'),
  }));
  for (const record of changes) checkPriority(store, region, record, changes);
  for (const record of changes) store.rules.put(region, record.arn, record);
  store.changed();
  return { Rules: changes.map(describe) };
}

function describeRules(
  store: ElbV2Store,
  context: RequestContext,
  input: DescribeRulesInput,
): DescribeRulesOutput {
  const { region } = context;
  const { ListenerArn: listenerArn, RuleArns: arns = [] } = input;
  if ((listenerArn === undefined) === (arns.length === 0))
    fail('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  const rules =
    listenerArn === undefined
      ? arns.map((arn) => describe(store.rule(region, arn)))
      : rulesOf(store, region, store.listener(region, listenerArn));
  const { items, marker } = pageOf(rules, input);
  return { Rules: items, NextMarker: marker };
}

function deleteRule(
  store: ElbV2Store,
  context: RequestContext,
  input: DeleteRuleInput,
): DeleteRuleOutput {
  const record = store.rule(context.region, required(input.RuleArn, 'RuleArn'));
  store.rules.delete(context.region, record.arn);
  store.tags.delete(context.region, record.arn);
  store.changed();
  return {};
}

function rulesOf(store: ElbV2Store, region: string, listener: ListenerRecord): Rule[] {
  const records = store.rules
    .list(region)
    .filter((record) => record.listenerArn === listener.arn)
    .sort((one, other) => one.priority - other.priority);
  const defaultRule: Rule = {
    RuleArn: `${listener.arn.replace(':listener/', ':listener-rule/')}/default`,
    Priority: 'default',
    Conditions: [],
    Actions: [describeAction(listener.defaultAction)],
    IsDefault: true,
  };
  return [...records.map(describe), defaultRule];
}

function checkPriority(
  store: ElbV2Store,
  region: string,
  record: RuleRecord,
  moving: readonly RuleRecord[],
): void {
  if (record.priority < 1 || record.priority > PRIORITY_MAX)
    fail(
      'ValidationError',
      `Rule priority '${record.priority}' must be between 1 and ${PRIORITY_MAX}`,
    );
  const others = store.rules
    .list(region)
    .map((held) => moving.find((moved) => moved.arn === held.arn) ?? held);
  const taken = others.some(
    (other) =>
      other.arn !== record.arn &&
      other.listenerArn === record.listenerArn &&
      other.priority === record.priority,
  );
  if (taken) fail('PriorityInUse', `Priority '${record.priority}' is currently in use`);
}

function describe(record: RuleRecord): Rule {
  return {
    RuleArn: record.arn,
    Priority: String(record.priority),
    Conditions: record.conditions.map(describeCondition),
    Actions: [describeAction(record.action)],
    IsDefault: false,
  };
}
