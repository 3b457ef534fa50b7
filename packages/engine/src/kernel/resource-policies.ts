/** A span as the template has it (ISO 8601, `PT5M`), and in AWS milliseconds. */
export interface PolicyDuration {
  text: string;
  ms: number;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html */
export interface CreationPolicy {
  /** Undefined: no signals are waited for. */
  signals: { count: number; timeout: PolicyDuration } | undefined;
  /** 0 to 100. */
  minSuccessfulInstancesPercent: number;
}

/** How CloudFormation replaces the instances of a group in batches. */
export interface RollingUpdate {
  maxBatchSize: number;
  minInstancesInService: number;
  minSuccessfulInstancesPercent: number;
  minActiveInstancesPercent: number;
  /** Between batches; the time that signals have, where they are waited for. */
  pause: PolicyDuration;
  suspendProcesses: readonly string[];
  waitOnResourceSignals: boolean;
}

/** What an instance refresh is started with; values are Auto Scaling's to check. */
export interface RefreshPreferences {
  MinHealthyPercentage?: number;
  MaxHealthyPercentage?: number;
  InstanceWarmup?: number;
  CheckpointDelay?: number;
  BakeTime?: number;
  CheckpointPercentages?: number[];
  SkipMatching?: boolean;
  AlarmSpecification?: { Alarms: string[] };
  ScaleInProtectedInstances?: string;
  StandbyInstances?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
export interface UpdatePolicy {
  rollingUpdate: RollingUpdate | undefined;
  /** AutoScalingInstanceRefresh, with its preferences: instead of a rolling update. */
  instanceRefresh?: RefreshPreferences | undefined;
  /** AutoScalingReplacingUpdate: the group itself is replaced, not its instances. */
  willReplace: boolean;
}

/** What a template says of a resource beside its properties, evaluated, with AWS's defaults. */
export interface ResourcePolicies {
  creation: CreationPolicy | undefined;
  update: UpdatePolicy | undefined;
}

export interface ReceivedSignal {
  uniqueId: string;
  status: 'SUCCESS' | 'FAILURE';
}

/** Signals that the resource gets while a handler works on it. */
export interface ResourceSignals {
  /** All since the handler was called, in the order in which they came. */
  received(): readonly ReceivedSignal[];
  /** Resolves when another one comes. */
  next(): Promise<void>;
}
