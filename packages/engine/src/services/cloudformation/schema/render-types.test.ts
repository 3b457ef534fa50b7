import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderTypes } from './render-types.ts';
import { resourceSchemas, type SchemaFile } from './schema.ts';

const GENERATED = new URL('../../../resources/properties.generated.ts', import.meta.url);

const file: SchemaFile = {
  resources: {
    'AWS::X::Y': {
      attributes: [],
      identifier: [],
      properties: {
        Name: { type: 'string', required: true, replacement: 'yes' },
        Rules: { type: 'list<ref<Rule.1>>' },
        Text: { type: 'string|list<string>' },
        Policy: { type: 'json|string' },
      },
    },
  },
  types: { 'Rule.1': { properties: { Inner: { type: 'map<ref<Rule.1>>' } } } },
};

test('the generated types are those of the schemas in use', () => {
  expect(readFileSync(GENERATED, 'utf8')).toBe(renderTypes(resourceSchemas()));
});

test('nested and recursive definitions have names, unions their members', () => {
  const text = renderTypes(file);
  expect(text).toContain(`'AWS::X::Y': 'Name';`);
  expect(text).toContain(
    [
      'export type XYProperties = {',
      '  Name: string;',
      '  Rules?: XYRule[] | undefined;',
      '  Text?: string | string[] | undefined;',
      '  Policy?: unknown;',
      '};',
    ].join('\n'),
  );
  expect(text).toContain(
    'export type XYRule = {\n  Inner?: Record<string, XYRule> | undefined;\n};',
  );
});

test('a type that nobody knows is told when the types are made', () => {
  const odd = structuredClone(file);
  odd.types['Rule.1'] = { properties: { Inner: { type: 'quaternion' } } };
  expect(() => renderTypes(odd)).toThrow("'quaternion' is not known");
});
