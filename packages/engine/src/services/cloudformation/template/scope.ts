/**
 * What a template's functions are evaluated against. Lookups throw AWS's error where a name cannot
 * be resolved.
 */
export interface Scope {
  /** Parameters and pseudo parameters by name; `undefined` when there is none of that name. */
  parameter(name: string): string | string[] | undefined;
  mappings: Record<string, Record<string, Record<string, unknown>>>;
  /** Throws when there is no such condition. */
  condition(name: string): boolean;
  /** A resource's Ref and attributes; UNKNOWN where it does not exist yet. */
  resource(logicalId: string): ResourceValues | undefined;
  importValue(exportName: string): unknown;
  stackOutput(reference: StackOutputReference): unknown;
  /** A list; UNKNOWN where zones are not asked for yet. */
  availabilityZones(region: string): unknown;
}

export interface ResourceValues {
  ref(): unknown;
  attribute(name: string): unknown;
}

export interface StackOutputReference {
  stackName: string;
  outputName: string;
  /** Absent: the stack's own. */
  region?: string;
}
