import { Malformed } from '../malformed.ts';
import { blobFromText, timestampFromText } from '../scalars.ts';
import type { Member, Shape } from '../schema/shape.ts';

/** Deeper than any AWS document; a bound against stack exhaustion. */
const DEPTH_MAX = 64;

/**
 * A structure's members from a JSON object. Unknown members are ignored, as AWS's JSON services
 * do.
 */
export function structureFromJson(
  members: readonly Member[],
  json: unknown,
  depth = 0,
): Record<string, unknown> {
  const object = expectObject(json);
  const value: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    const member = object[name];
    if (member !== undefined && member !== null) value[name] = shapeFromJson(shape, member, depth);
  }
  return value;
}

/** Wording of AWS's own JSON services, e.g. `STRING_VALUE can not be converted to an Integer`. */
function shapeFromJson(shape: Shape, json: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX) throw new Malformed(`Nesting deeper than ${DEPTH_MAX}`);
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureFromJson(shape.members, json, depth + 1);
    case 'list':
      if (!Array.isArray(json)) throw new Malformed(`Expected list or null`);
      return sparseAware(shape, json).map((item) =>
        item === null ? null : shapeFromJson(shape.value, item, depth + 1),
      );
    case 'map':
      return mapFromJson(shape, json, depth);
    case 'string':
      if (typeof json !== 'string') throw unconvertible(json, 'a String');
      return json;
    case 'boolean':
      if (typeof json !== 'boolean') throw unconvertible(json, 'a Boolean');
      return json;
    case 'number':
      return numberFromJson(json);
    case 'blob':
      if (typeof json !== 'string') throw unconvertible(json, 'a Blob');
      return blobFromText(json);
    case 'timestamp':
      if (typeof json === 'number') return new Date(json * 1000);
      if (typeof json === 'string') return timestampFromText(json, 'date-time');
      throw unconvertible(json, 'milliseconds since epoch');
    default:
      throw new Malformed(`Unexpected value for ${shape.name}`);
  }
}

function sparseAware(shape: Shape, items: readonly unknown[]): readonly unknown[] {
  return shape.traits.sparse ? items : items.filter((item) => item !== null);
}

function mapFromJson(shape: Shape, json: unknown, depth: number): Record<string, unknown> {
  const entries = Object.entries(expectObject(json)).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, shapeFromJson(shape.value, value, depth + 1)]),
  );
}

function numberFromJson(json: unknown): number {
  if (typeof json === 'number') return json;
  // JSON has no literals for these: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
  if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
  throw unconvertible(json, 'an Integer');
}

function expectObject(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Malformed('Start of structure or map found where not expected.');
  return json as Record<string, unknown>;
}

function unconvertible(json: unknown, wanted: string): Malformed {
  return new Malformed(`${tokenOf(json)} can not be converted to ${wanted}`);
}

function tokenOf(json: unknown): string {
  if (typeof json === 'string') return 'STRING_VALUE';
  if (typeof json === 'number') return 'NUMBER_VALUE';
  if (typeof json === 'boolean') return json ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return 'Start of structure or map';
}
