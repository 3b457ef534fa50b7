import type {
  DeletePolicyType,
  DescribePoliciesType,
  ExecutePolicyType,
  PoliciesType,
  PolicyARNType,
  PutScalingPolicyType,
  ScalingPolicy,
} from '@aws-sdk/client-auto-scaling';
import { askRegion } from '../../kernel/ask-region.ts';
import { uuid } from '../../kernel/identifiers.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { type AutoScalingStore, fail } from './autoscaling-store.ts';
import type { PolicyRecord } from './records.ts';

const ADJUSTMENT_TYPES = [
  'ChangeInCapacity',
  'ExactCapacity',
  'PercentChangeInCapacity',
] as const satisfies readonly PolicyRecord['adjustmentType'][];

export class PolicyOperations {
  readonly #store: AutoScalingStore;

  constructor(store: AutoScalingStore) {
    this.#store = store;
  }

  readonly PutScalingPolicy = (
    context: RequestContext,
    input: PutScalingPolicyType,
  ): PolicyARNType => {
    const type = input.PolicyType ?? 'SimpleScaling';
    if (type !== 'SimpleScaling')
      fail(
        'ValidationError',
        `Policy type ${type} is not supported by this engine: only SimpleScaling policies work here.`,
      );
    refuseOthers('PutScalingPolicy', input, [
      'AutoScalingGroupName',
      'PolicyName',
      'PolicyType',
      'AdjustmentType',
      'MinAdjustmentMagnitude',
      'ScalingAdjustment',
      'Cooldown',
      'Enabled',
    ]);
    if (input.Enabled === false)
      fail('UnsupportedOperation', 'Disabled policies are not supported by this engine');
    const { region, account } = context;
    const group = this.#store.group(region, input.AutoScalingGroupName);
    const name = input.PolicyName ?? fail('ValidationError', 'PolicyName is required');
    const known = this.#store.policies.get(region, `${group.name}/${name}`);
    const record: PolicyRecord = {
      arn:
        known?.arn ??
        `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${uuid(this.#store.deps.random)}:autoScalingGroupName/${group.name}:policyName/${name}`,
      name,
      groupName: group.name,
      ...adjustmentOf(input),
      ...(input.Cooldown === undefined ? {} : { cooldownSeconds: input.Cooldown }),
    };
    this.#store.policies.put(region, `${group.name}/${name}`, record);
    this.#store.changed();
    return { PolicyARN: record.arn, Alarms: [] };
  };

  readonly DescribePolicies = (
    context: RequestContext,
    input: DescribePoliciesType,
  ): PoliciesType => {
    const { AutoScalingGroupName: groupName, PolicyNames: names = [] } = input;
    const types = input.PolicyTypes ?? [];
    const records = this.#store.policies
      .list(context.region)
      .filter((record) => groupName === undefined || record.groupName === groupName)
      .filter((record) => matches(record, names))
      .filter(() => types.length === 0 || types.includes('SimpleScaling'));
    return { ScalingPolicies: records.map(describe) };
  };

  readonly DeletePolicy = (context: RequestContext, input: DeletePolicyType): void => {
    const record = this.#find(context.region, input);
    this.#store.policies.delete(context.region, `${record.groupName}/${record.name}`);
    this.#store.changed();
  };

  readonly ExecutePolicy = async (
    context: RequestContext,
    input: ExecutePolicyType,
  ): Promise<void> => {
    refuseOthers('ExecutePolicy', input, ['AutoScalingGroupName', 'PolicyName', 'HonorCooldown']);
    const record = this.#find(context.region, input);
    await askRegion(this.#store.deps.dataPlane, context.region, 'executePolicy', {
      policyArn: record.arn,
      honorCooldown: input.HonorCooldown ?? false,
    });
  };

  #find(
    region: string,
    input: { AutoScalingGroupName?: string | undefined; PolicyName?: string | undefined },
  ): PolicyRecord {
    const { AutoScalingGroupName: groupName, PolicyName: name = '' } = input;
    const found = this.#store.policies
      .list(region)
      .find(
        (record) =>
          matches(record, [name]) && (groupName === undefined || record.groupName === groupName),
      );
    return found ?? fail('ValidationError', `PolicyName not found - ${name}`);
  }
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
