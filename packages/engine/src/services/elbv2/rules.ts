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
import { hexadecimal } from '../../kernel/identifiers.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { describeAction, parseActions } from './actions.ts';
import { describeCondition, parseConditions } from './conditions.ts';
import { addTags } from './elb-tags.ts';
import { type ElbV2Store, fail, required } from './elbv2-store.ts';
import { pageOf } from './names.ts';
import type { ListenerRecord, RuleRecord } from './records.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const PRIORITY_MAX = 50_000;

export class RuleOperations {
  readonly #store: ElbV2Store;

  constructor(store: ElbV2Store) {
    this.#store = store;
  }

  readonly CreateRule = (context: RequestContext, input: CreateRuleInput): CreateRuleOutput => {
    refuseOthers('CreateRule', input, ['ListenerArn', 'Conditions', 'Priority', 'Actions', 'Tags']);
    const { region } = context;
    const listener = this.#store.listener(region, required(input.ListenerArn, 'ListenerArn'));
    const { vpcId } = this.#store.loadBalancer(region, listener.loadBalancerArn);
    const record: RuleRecord = {
      arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${hexadecimal(this.#store.deps.random, 16)}`,
      listenerArn: listener.arn,
      priority: required(input.Priority, 'Priority'),
      conditions: parseConditions(input.Conditions),
      action: parseActions(this.#store, region, vpcId, input.Actions),
    };
    this.#checkPriority(region, record, []);
    this.#store.rules.put(region, record.arn, record);
    addTags(this.#store, region, record.arn, input.Tags);
    this.#store.changed();
    return { Rules: [describe(record)] };
  };

  readonly ModifyRule = (context: RequestContext, input: ModifyRuleInput): ModifyRuleOutput => {
    refuseOthers('ModifyRule', input, ['RuleArn', 'Conditions', 'Actions']);
    const { region } = context;
    const record = this.#store.rule(region, required(input.RuleArn, 'RuleArn'));
    const listener = this.#store.listener(region, record.listenerArn);
    const { vpcId } = this.#store.loadBalancer(region, listener.loadBalancerArn);
    const updated: RuleRecord = {
      ...record,
      conditions:
        input.Conditions === undefined ? record.conditions : parseConditions(input.Conditions),
      action:
        input.Actions === undefined
          ? record.action
          : parseActions(this.#store, region, vpcId, input.Actions),
    };
    this.#store.rules.put(region, updated.arn, updated);
    this.#store.changed();
    return { Rules: [describe(updated)] };
  };

  readonly SetRulePriorities = (
    context: RequestContext,
    input: SetRulePrioritiesInput,
  ): SetRulePrioritiesOutput => {
    const { region } = context;
    const changes = required(input.RulePriorities, 'RulePriorities').map((pair) => ({
      ...this.#store.rule(region, required(pair.RuleArn, 'RuleArn')),
      priority: required(pair.Priority, 'Priority'),
    }));
    for (const record of changes) this.#checkPriority(region, record, changes);
    for (const record of changes) this.#store.rules.put(region, record.arn, record);
    this.#store.changed();
    return { Rules: changes.map(describe) };
  };

  readonly DescribeRules = (
    context: RequestContext,
    input: DescribeRulesInput,
  ): DescribeRulesOutput => {
    const { region } = context;
    const { ListenerArn: listenerArn, RuleArns: arns = [] } = input;
    if ((listenerArn === undefined) === (arns.length === 0))
      fail('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
    const rules =
      listenerArn === undefined
        ? arns.map((arn) => describe(this.#store.rule(region, arn)))
        : this.#rulesOf(region, this.#store.listener(region, listenerArn));
    const { items, marker } = pageOf(rules, input);
    return { Rules: items, NextMarker: marker };
  };

  readonly DeleteRule = (context: RequestContext, input: DeleteRuleInput): DeleteRuleOutput => {
    const record = this.#store.rule(context.region, required(input.RuleArn, 'RuleArn'));
    this.#store.rules.delete(context.region, record.arn);
    this.#store.tags.delete(context.region, record.arn);
    this.#store.changed();
    return {};
  };

  #rulesOf(region: string, listener: ListenerRecord): Rule[] {
    const records = this.#store.rules
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

  #checkPriority(region: string, record: RuleRecord, moving: readonly RuleRecord[]): void {
    if (record.priority < 1 || record.priority > PRIORITY_MAX)
      fail(
        'ValidationError',
        `Rule priority '${record.priority}' must be between 1 and ${PRIORITY_MAX}`,
      );
    const others = this.#store.rules
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
