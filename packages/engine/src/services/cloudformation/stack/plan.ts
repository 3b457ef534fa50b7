import { errorText, type JsonObject } from '@understudy/contract';
import { changedProperties, needsReplacement, type PropertyChange } from '../schema/replacement.ts';
import { problemsText } from '../schema/validate.ts';
import { schemaOf } from '../schema/schema.ts';
import { dependencyOrder } from '../template/graph.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { containsUnknown } from '../template/values.ts';
import { checkResource } from './resource/check-resource.ts';
import type { Deployment, ResourceLookup } from './deployment.ts';
import type { StackEnvironment } from './environment.ts';
import type { PlannedChange, ResourceRecord, StackOutput, ValidationFailure } from './records.ts';

export interface Plan {
  changes: PlannedChange[];
  /** Properties that the schema or the engine refuses: the resource would fail. */
  failures: ValidationFailure[];
  /**
   * Resources whose properties cannot be read: zones, exports and parameters that are not there.
   */
  unreadable: { logicalId: string; reason: string }[];
  /** The outputs as far as they are known. */
  outputs: StackOutput[];
}

/**
 * What bringing the resources to the deployment's state would change, as far as can be known
 * beforehand.
 */
export function planChanges(
  environment: StackEnvironment,
  deployment: Deployment,
  existing: readonly ResourceRecord[],
): Plan {
  const records = new Map(existing.map((record) => [record.logicalId, record]));
  const order = dependencyOrder(deployment.graph);
  const settled = new Set<string>();
  const lookup = (id: string): ResourceRecord['current'] =>
    settled.has(id) ? records.get(id)?.current : undefined;
  const plan: Plan = { changes: [], failures: [], unreadable: [], outputs: [] };
  for (const id of order) {
    const definition = deployment.definitionOf(id);
    const read = readProperties(deployment, id, lookup);
    if (read.kind === 'unreadable') {
      plan.unreadable.push({ logicalId: id, reason: read.reason });
      continue;
    }
    const { properties } = read;
    const handler = environment.handlers(definition.type);
    if (handler === undefined) continue;
    const checked = checkResource(handler, properties);
    plan.failures.push(
      ...checked.problems.map(({ path, message }) => ({
        logicalId: id,
        type: definition.type,
        path: `/Resources/${id}/Properties${path.slice(1)}`,
        reason: problemsText(id, [{ path, message }]),
      })),
    );
    plan.failures.push(...policyFailures(deployment, id, lookup));
    const change = planResource(id, definition, checked.properties, records.get(id));
    if (change !== undefined) plan.changes.push(change);
    if (change?.action !== 'Add' && change?.replacement !== 'True') settled.add(id);
  }
  const active = new Set(order);
  for (const record of existing)
    if (!active.has(record.logicalId) && record.current !== undefined)
      plan.changes.push(planRemoval(record));
  plan.outputs = deployment.outputs(lookup);
  return plan;
}

type Read = { kind: 'read'; properties: JsonObject } | { kind: 'unreadable'; reason: string };

function readProperties(deployment: Deployment, logicalId: string, lookup: ResourceLookup): Read {
  try {
    return { kind: 'read', properties: deployment.properties(logicalId, lookup) };
  } catch (error) {
    // It is this resource that fails, as on AWS.
    // https://github.com/aws-samples/1click-hpc/issues/1
    return { kind: 'unreadable', reason: errorText(error) };
  }
}

/** What is wrong with a policy fails the plan, as a property does: before anything is made. */
function policyFailures(
  deployment: Deployment,
  logicalId: string,
  lookup: ResourceLookup,
): ValidationFailure[] {
  const { type } = deployment.definitionOf(logicalId);
  try {
    deployment.policies(logicalId, lookup);
    return [];
  } catch (error) {
    return [{ logicalId, type, path: `/Resources/${logicalId}`, reason: errorText(error) }];
  }
}

/**
 * The attributes of a resource, besides its properties, whose change is a change of the resource.
 */
export function attributesText(definition: ResourceDefinition): string {
  const { metadata, creationPolicy, updatePolicy } = definition;
  return JSON.stringify([metadata ?? null, creationPolicy ?? null, updatePolicy ?? null]);
}

function planResource(
  logicalId: string,
  definition: ResourceDefinition,
  properties: JsonObject,
  record: ResourceRecord | undefined,
): PlannedChange | undefined {
  const { type } = definition;
  const current = record?.current;
  if (record === undefined || current === undefined)
    return { action: 'Add', logicalId, type, scope: [], details: [] };
  const changed = changedProperties(type, current.properties, properties);
  const attributes = changedAttributes(definition, record);
  if (changed.length === 0 && attributes.length === 0) return undefined;
  const replaced = needsReplacement(changed);
  const tagProperty = schemaOf(type)?.tags?.property;
  const scopes = [
    ...changed.map(({ name }): ScopeName => (name === tagProperty ? 'Tags' : 'Properties')),
    ...attributes,
  ];
  const conditional = changed.some((change) => change.recreation === 'Conditionally');
  return {
    action: 'Modify',
    logicalId,
    type,
    physicalId: current.physicalId,
    replacement: replaced ? 'True' : conditional ? 'Conditional' : 'False',
    ...(replaced ? { policyAction: replacementPolicy(record) } : {}),
    scope: [...new Set(scopes)],
    details: [
      ...changed.map((change) =>
        propertyDetail(change, tagProperty, current.properties, properties),
      ),
      ...attributes.map((attribute) => ({ attribute, recreation: 'Never' as const })),
    ],
  };
}

type ScopeName = PlannedChange['scope'][number];

function changedAttributes(definition: ResourceDefinition, record: ResourceRecord): ScopeName[] {
  const changed: ScopeName[] = [];
  if (attributesText(definition) !== record.attributesText) changed.push('Metadata');
  if (definition.deletionPolicy !== record.deletionPolicy) changed.push('DeletionPolicy');
  if (definition.updateReplacePolicy !== record.updateReplacePolicy)
    changed.push('UpdateReplacePolicy');
  return changed;
}

function replacementPolicy(record: ResourceRecord): 'ReplaceAndDelete' | 'ReplaceAndRetain' {
  return record.updateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';
}

function propertyDetail(
  { name, recreation }: PropertyChange,
  tagProperty: string | undefined,
  before: JsonObject,
  after: JsonObject,
): PlannedChange['details'][number] {
  const texts = { before: valueText(before[name]), after: valueText(after[name]) };
  return {
    attribute: name === tagProperty ? 'Tags' : 'Properties',
    name,
    recreation,
    ...(texts.before === undefined ? {} : { before: texts.before }),
    ...(texts.after === undefined ? {} : { after: texts.after }),
  };
}

/** As a change set shows values; what is known only after apply is shown as AWS shows it. */
function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (containsUnknown(value)) return '{{changeSet:KNOWN_AFTER_APPLY}}';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function planRemoval(record: ResourceRecord): PlannedChange {
  return {
    action: 'Remove',
    logicalId: record.logicalId,
    type: record.type,
    ...(record.current === undefined ? {} : { physicalId: record.current.physicalId }),
    policyAction: record.deletionPolicy === 'Delete' ? 'Delete' : 'Retain',
    scope: [],
    details: [],
  };
}
