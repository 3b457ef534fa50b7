import type {
  DeletePolicyType,
  DescribePoliciesType,
  ExecutePolicyType,
  PoliciesType,
  PolicyARNType,
  PutScalingPolicyType,
  ScalingPolicy,
} from '@aws-sdk/client-auto-scaling';
import { fail } from '../../kernel/fail.ts';
import { askRegion } from '../../kernel/ask-region.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { operation } from '../../kernel/operations.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AutoScalingStore, pageOf } from './autoscaling-store.ts';
import type { PolicyRecord } from './records.ts';

const ADJUSTMENT_TYPES = [
  'ChangeInCapacity',
  'ExactCapacity',
  'PercentChangeInCapacity',
] as const satisfies readonly PolicyRecord['adjustmentType'][];

export const policyOperations = {
  PutScalingPolicy: operation(putScalingPolicy, {
    accepts: [
      'AutoScalingGroupName',
      'PolicyName',
      'PolicyType',
      'AdjustmentType',
      'MinAdjustmentMagnitude',
      'ScalingAdjustment',
      'Cooldown',
      'Enabled',
    ],
  }),
  DescribePolicies: operation(describePolicies),
  DeletePolicy: operation(deletePolicy),
  ExecutePolicy: operation(executePolicy, {
    accepts: ['AutoScalingGroupName', 'PolicyName', 'HonorCooldown'],
  }),
};

function putScalingPolicy(
  store: AutoScalingStore,
  context: RequestContext,
  input: PutScalingPolicyType,
): PolicyARNType {
  const type = input.PolicyType ?? 'SimpleScaling';
  if (type !== 'SimpleScaling')
    fail(
      'ValidationError',
      `Policy type ${type} is not supported by this engine: only SimpleScaling policies work here.`,
    );

  if (input.Enabled === false)
    fail('UnsupportedOperation', 'Disabled policies are not supported by this engine');
  const { region, account } = context;
  const group = store.group(region, input.AutoScalingGroupName);
  const name = input.PolicyName ?? fail('ValidationError', 'PolicyName is required');
  const known = store.policies.get(region, `${group.name}/${name}`);
  const record: PolicyRecord = {
    arn:
      known?.arn ??
      `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${uuid(store.deps.random)}:autoScalingGroupName/${group.name}:policyName/${name}`,
    name,
    groupName: group.name,
    ...adjustmentOf(input),
    ...(input.Cooldown === undefined ? {} : { cooldownSeconds: input.Cooldown }),
  };
  store.policies.put(region, `${group.name}/${name}`, record);
  store.changed();
  return { PolicyARN: record.arn, Alarms: [] };
}

function describePolicies(
  store: AutoScalingStore,
  context: RequestContext,
  input: DescribePoliciesType,
): PoliciesType {
  const { AutoScalingGroupName: groupName, PolicyNames: names = [] } = input;
  const types = input.PolicyTypes ?? [];
  const records = store.policies
    .list(context.region)
    .filter((record) => groupName === undefined || record.groupName === groupName)
    .filter((record) => matches(record, names))
    .filter(() => types.length === 0 || types.includes('SimpleScaling'));
  const { items, NextToken } = pageOf(records, input);
  return { ScalingPolicies: items.map(describe), NextToken };
}

function deletePolicy(
  store: AutoScalingStore,
  context: RequestContext,
  input: DeletePolicyType,
): void {
  const record = findIn(store, context.region, input);
  store.policies.delete(context.region, `${record.groupName}/${record.name}`);
  store.changed();
}

async function executePolicy(
  store: AutoScalingStore,
  context: RequestContext,
  input: ExecutePolicyType,
): Promise<void> {
  const record = findIn(store, context.region, input);
  await askRegion(store.deps.dataPlane, context.region, 'executePolicy', {
    policyArn: record.arn,
    honorCooldown: input.HonorCooldown ?? false,
  });
}

function findIn(
  store: AutoScalingStore,
  region: string,
  input: { AutoScalingGroupName?: string | undefined; PolicyName?: string | undefined },
): PolicyRecord {
  const { AutoScalingGroupName: groupName, PolicyName: name = '' } = input;
  const found = store.policies
    .list(region)
    .find(
      (record) =>
        matches(record, [name]) && (groupName === undefined || record.groupName === groupName),
    );
  return found ?? fail('ValidationError', `PolicyName not found - ${name}`);
}

/** Policies are named by name or by ARN. */
function matches(record: PolicyRecord, names: readonly string[]): boolean {
  return names.length === 0 || names.includes(record.name) || names.includes(record.arn);
}

function adjustmentOf(
  input: PutScalingPolicyType,
): Pick<PolicyRecord, 'adjustmentType' | 'scalingAdjustment' | 'minAdjustmentMagnitude'> {
  const adjustmentType = ADJUSTMENT_TYPES.find((type) => type === input.AdjustmentType);
  if (adjustmentType === undefined)
    fail(
      'ValidationError',
      `AdjustmentType '${input.AdjustmentType ?? ''}' must be one of ${ADJUSTMENT_TYPES.join(', ')}`,
    );
  const scalingAdjustment =
    input.ScalingAdjustment ??
    fail('ValidationError', 'ScalingAdjustment must be specified for SimpleScaling policies');
  const magnitude = input.MinAdjustmentMagnitude;
  if (magnitude !== undefined && adjustmentType !== 'PercentChangeInCapacity')
    fail(
      'ValidationError',
      'MinAdjustmentMagnitude is only supported with the adjustment type PercentChangeInCapacity',
    );
  return {
    adjustmentType,
    scalingAdjustment,
    ...(magnitude === undefined ? {} : { minAdjustmentMagnitude: magnitude }),
  };
}

function describe(record: PolicyRecord): ScalingPolicy {
  return {
    AutoScalingGroupName: record.groupName,
    PolicyName: record.name,
    PolicyARN: record.arn,
    PolicyType: 'SimpleScaling',
    AdjustmentType: record.adjustmentType,
    ScalingAdjustment: record.scalingAdjustment,
    MinAdjustmentMagnitude: record.minAdjustmentMagnitude,
    Cooldown: record.cooldownSeconds,
    Enabled: true,
    Alarms: [],
  };
}
