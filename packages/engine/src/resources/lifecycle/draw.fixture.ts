import type { JsonObject } from '@understudy/contract';
import fc from 'fast-check';
import type { Support } from '../../kernel/support.ts';
import { schemaOf, type SchemaProperty } from '../../services/cloudformation/schema/schema.ts';
import { findResourceHandler } from '../registry.ts';
import { tags, type Side, type TypeCase } from './case.fixture.ts';
import type { World } from './world.fixture.ts';

/** Bags that fit the published schema of a type, and that the engine says it takes. */
export function bags(
  type: string,
  one: TypeCase,
  { world, side }: { world: World; side: Side },
): fc.Arbitrary<JsonObject> {
  const { properties = {} } = schemaOf(type) ?? {};
  const supports = findResourceHandler(type)?.properties ?? {};
  const drawn: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, property] of Object.entries(properties)) {
    const arbitrary = fromSchema(property, supports[name]);
    if (arbitrary !== undefined) drawn[name] = arbitrary;
  }
  const model = { ...drawn, ...one.values(world, side) };
  for (const name of one.undrawn ?? []) delete model[name];
  const required = Object.keys(properties).filter((name) => properties[name]?.required === true);
  const requiredKeys = [...required, ...(one.always ?? [])];
  const lacking = requiredKeys.filter((name) => !Object.hasOwn(model, name));
  if (lacking.length > 0)
    throw new Error(`${type}: the schema is not enough to draw ${lacking.join(', ')}`);
  return fc.record(model, { requiredKeys }) as fc.Arbitrary<JsonObject>;
}

/** What the schema says enough of: flags, the listed values, and tags. */
function fromSchema(
  { type, allowed }: SchemaProperty,
  support: Support | undefined,
): fc.Arbitrary<unknown> | undefined {
  if (typeof support === 'object' && 'refused' in support) return undefined;
  const takes = (value: unknown): boolean => {
    if (typeof support !== 'object' || !('except' in support)) return true;
    const exception = Object.hasOwn(support.except, String(value))
      ? support.except[String(value)]
      : undefined;
    return exception === undefined || !('refused' in exception);
  };
  if (type === 'boolean') return fc.constantFrom(...[true, false].filter(takes));
  if (type === 'list<tag>') return tags;
  const values = (allowed ?? []).filter(takes);
  if (values.length > 0 && (type === 'string' || type === 'integer'))
    return fc.constantFrom(...values);
  return undefined;
}

/** Property names whose change makes a new resource. */
export function replacing(type: string): string[] {
  const { properties = {} } = schemaOf(type) ?? {};
  return Object.keys(properties).filter((name) => properties[name]?.replacement === 'yes');
}
