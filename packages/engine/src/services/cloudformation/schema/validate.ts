import { isJsonObject, type JsonObject } from '@understudy/contract';
import { UNKNOWN } from '../template/values.ts';
import { coercePrimitive, jsonTypeName } from './coerce.ts';
import { parseType, schemaOf, type SchemaProperty } from './schema.ts';
import { suggest } from './suggest.ts';

export interface Problem {
  /** `#` for the properties themselves, `#/Name/0/Inner` within. */
  path: string;
  message: string;
}

export interface Validation {
  /** The properties with CloudFormation's coercions made (`"80"` → 80 where a number is wanted). */
  properties: JsonObject;
  problems: Problem[];
}

const TAG_PROPERTIES: Record<string, SchemaProperty> = {
  Key: { type: 'string', required: true },
  Value: { type: 'string', required: true },
};

/** Checks a resource's properties against the published schema of its type. UNKNOWN values pass. */
export function validateProperties(type: string, properties: JsonObject): Validation {
  const schema = schemaOf(type);
  if (schema === undefined) return { properties, problems: [] };
  const problems: Problem[] = [];
  const value = checkObject(schema.properties, properties, { path: '#', problems });
  return { properties: value, problems };
}

/** As CloudFormation words it for resource types of its registry. */
export function problemsText(logicalId: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ path, message }) => `${path}: ${message}`);
  return `Properties validation failed for resource ${logicalId} with message:\n${lines.join('\n')}`;
}

interface Place {
  path: string;
  problems: Problem[];
}

function checkObject(
  properties: Record<string, SchemaProperty>,
  value: JsonObject,
  place: Place,
): JsonObject {
  const result: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) {
      report(place, unsupported(name, Object.keys(properties)));
      continue;
    }
    const within = { ...place, path: `${place.path}/${name}` };
    result[name] = checkType(property.type, inner, within);
    if (property.allowed !== undefined) checkAllowed(property.allowed, result[name], within);
  }
  for (const [name, property] of Object.entries(properties))
    if (property.required === true && value[name] === undefined)
      report(place, `required key [${name}] not found`);
  return result;
}

function checkType(type: string, value: unknown, place: Place): unknown {
  if (value === UNKNOWN) return value;
  const parsed = parseType(type);
  switch (parsed.kind) {
    case 'primitive':
      return checkPrimitive(parsed.name, value, place);
    case 'union':
      return checkUnion(parsed.members, value, place);
    case 'object':
      if (!isJsonObject(value)) return report(place, expected('JSONObject', value));
      return checkObject(parsed.schema.properties, value, place);
    case 'list':
      if (!Array.isArray(value)) return report(place, expected('JSONArray', value));
      return value.map((item: unknown, index) =>
        checkType(parsed.element, item, { ...place, path: `${place.path}/${index}` }),
      );
    case 'map':
      if (!isJsonObject(value)) return report(place, expected('JSONObject', value));
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          checkType(parsed.element, item, { ...place, path: `${place.path}/${name}` }),
        ]),
      );
    default:
      return parsed satisfies never;
  }
}

function checkPrimitive(name: string, value: unknown, place: Place): unknown {
  if (name === 'json') return value;
  if (name === 'tag') {
    if (!isJsonObject(value)) return report(place, expected('JSONObject', value));
    return checkObject(TAG_PROPERTIES, value, place);
  }
  const coerced = coercePrimitive(name, value);
  return coerced.ok ? coerced.value : report(place, expected(coerced.wanted, value));
}

/** The first member that fits; where none does, the problems of the first. */
function checkUnion(members: readonly string[], value: unknown, place: Place): unknown {
  const attempts = members.map((member) => {
    const problems: Problem[] = [];
    return { problems, result: checkType(member, value, { ...place, problems }) };
  });
  const chosen = attempts.find(({ problems }) => problems.length === 0) ?? attempts[0];
  place.problems.push(...(chosen?.problems ?? []));
  return chosen?.result;
}

function checkAllowed(allowed: readonly string[], value: unknown, place: Place): void {
  for (const item of Array.isArray(value) ? (value as unknown[]) : [value])
    if (typeof item === 'string' && !allowed.includes(item))
      report(place, `${item} is not a valid enum value, choose from [${allowed.join(', ')}]`);
}

function report(place: Place, message: string): undefined {
  place.problems.push({ path: place.path, message });
  return undefined;
}

function expected(wanted: string, value: unknown): string {
  return `expected type: ${wanted}, found: ${jsonTypeName(value)}`;
}

function unsupported(name: string, known: readonly string[]): string {
  const nearest = suggest(name, known);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `Encountered unsupported property ${name}${hint}`;
}
