import type { JsonObject } from '@understudy/contract';

export interface ParameterDefinition {
  type: string;
  default?: string;
  description?: string;
  noEcho: boolean;
  allowedValues?: string[];
  allowedPattern?: string;
  constraintDescription?: string;
  minLength?: number;
  maxLength?: number;
  minValue?: number;
  maxValue?: number;
}

export interface ResourceDefinition {
  type: string;
  properties: JsonObject;
  condition?: string;
  dependsOn: string[];
  deletionPolicy: DeletionPolicy;
  updateReplacePolicy: 'Delete' | 'Retain';
  metadata?: unknown;
  creationPolicy?: unknown;
  updatePolicy?: unknown;
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

export interface OutputDefinition {
  value: unknown;
  description?: string;
  condition?: string;
  exportName?: unknown;
}

export interface RuleDefinition {
  condition?: unknown;
  assertions: { assert: unknown; description?: string }[];
}

/** A template whose structure has been checked; functions within it are as written. */
export interface Template {
  version?: string;
  description?: string;
  metadata?: unknown;
  transforms: string[];
  parameters: Record<string, ParameterDefinition>;
  mappings: Record<string, Record<string, Record<string, unknown>>>;
  conditions: Record<string, unknown>;
  rules: Record<string, RuleDefinition>;
  resources: Record<string, ResourceDefinition>;
  outputs: Record<string, OutputDefinition>;
}
