import { isJsonObject, type JsonObject } from '@understudy/contract';
import { sameValue, UNKNOWN } from '../template/values.ts';
import { parseType, schemaOf, type SchemaProperty } from './schema.ts';

export interface PropertyChange {
  /** The top-level property. */
  name: string;
  /** `never`: in place; `conditionally`: as the service decides, which here is in place. */
  recreation: 'Never' | 'Conditionally' | 'Always';
}

/** What changed between two states of a resource's properties, by top-level property. */
export function changedProperties(
  type: string,
  before: JsonObject,
  after: JsonObject,
): PropertyChange[] {
  const schema = schemaOf(type);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !sameOrAbsent(before[name], after[name]))
    .map((name) => ({
      name,
      recreation: recreationOf(schema?.properties[name], before[name], after[name]),
    }));
}

/** True when the change makes a new resource. A conditional replacement is made in place. */
export function needsReplacement(changes: readonly PropertyChange[]): boolean {
  return changes.some((change) => change.recreation === 'Always');
}

/** For a new resource type of the same properties: nothing changed between absent and undefined. */
function sameOrAbsent(before: unknown, after: unknown): boolean {
  return (before === undefined && after === undefined) || sameValue(before, after);
}

function recreationOf(
  property: SchemaProperty | undefined,
  before: unknown,
  after: unknown,
): PropertyChange['recreation'] {
  if (property === undefined) return 'Never';
  if (property.replacement === 'yes') return 'Always';
  const within = recreationWithin(property.type, before, after);
  if (within === 'Always' || property.replacement === undefined) return within;
  return 'Conditionally';
}

/** A nested property may be createOnly where its parent is not (`HealthCheckConfig.Type`). */
function recreationWithin(
  type: string,
  before: unknown,
  after: unknown,
): PropertyChange['recreation'] {
  if (after === UNKNOWN || before === UNKNOWN) return 'Never';
  const parsed = parseType(type);
  if (parsed.kind !== 'object') return 'Never';
  const from = isJsonObject(before) ? before : {};
  const to = isJsonObject(after) ? after : {};
  const found = Object.entries(parsed.schema.properties)
    .filter(([name]) => !sameOrAbsent(from[name], to[name]))
    .map(([name, property]) => recreationOf(property, from[name], to[name]));
  if (found.includes('Always')) return 'Always';
  return found.includes('Conditionally') ? 'Conditionally' : 'Never';
}
