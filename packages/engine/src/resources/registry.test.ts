import { describe, expect, test } from 'vitest';
import {
  parseType,
  schemaOf,
  type SchemaProperty,
} from '../services/cloudformation/schema/schema.ts';
import { RESOURCE_HANDLERS } from './registry.ts';

/** The members of a property's type, through lists, maps and unions. */
function membersOf(type: string): Record<string, SchemaProperty> {
  const parsed = parseType(type);
  switch (parsed.kind) {
    case 'primitive':
      return {};
    case 'object':
      return parsed.schema.properties;
    case 'union':
      return Object.assign({}, ...parsed.members.map(membersOf)) as ReturnType<typeof membersOf>;
    default:
      return membersOf(parsed.element);
  }
}

function isInSchema(type: string, path: string): boolean {
  let members = schemaOf(type)?.properties ?? {};
  for (const name of path.split('.')) {
    const property = members[name];
    if (property === undefined) return false;
    members = membersOf(property.type);
  }
  return true;
}

describe('what the handlers say of properties', () => {
  test.each(RESOURCE_HANDLERS.map((handler) => [handler.type, handler] as const))(
    '%s names properties of the published schema, nested ones too',
    (type, handler) => {
      const unknown = Object.keys(handler.properties).filter((path) => !isInSchema(type, path));
      expect(unknown).toEqual([]);
    },
  );

  test('no type has two handlers', () => {
    const types = RESOURCE_HANDLERS.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });
});
