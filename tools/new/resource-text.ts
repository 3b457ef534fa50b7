import type {
  SchemaProperty,
  SchemaResource,
} from '../../packages/engine/src/services/cloudformation/schema/schema.ts';
import { NOT_WRITTEN } from './names.ts';
import type { NewResource } from './new-resource.ts';
import type { Tree } from './tree.ts';

const PAGES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-';
const TEST_NAMES = ['testDeps', 'testHandlerContext', 'testServices', 'checkedHandler'] as const;

/** Refuses every property until somebody has said what the engine does with it. */
export function handlerText(tree: Tree, resource: NewResource): string {
  const { type, schema, name, file, isCamelCase } = resource;
  const page = `${PAGES}${type.split('::').slice(1).join('-').toLowerCase()}.html`;
  const lines = Object.entries(schema.properties).map(
    ([property, { type: of, replacement }]) =>
      `  // ${of.replaceAll(/<([^<>]*)\.[^<>.]*>/g, '<$1>')}${replacement === 'yes' ? '; a change makes a new resource' : ''}\n` +
      `  ${property}: { refused: '${NOT_WRITTEN}: passes, works, inert or refused, with the reason' },`,
  );
  const spelling = isCamelCase ? `, 'camelCase'` : '';
  const unwritten = (what: string): string => `    throw new Error('${NOT_WRITTEN}: ${what}');`;
  return `${tree.imports(file, ['resourceType'])}

/** ${page} */
const type = resourceType('${type}', {
${lines.join('\n')}
}${spelling});

export const ${name} = type.handler({
  async create(_properties, _context) {
${unwritten(`create gives the physical id (of ${list(schema.identifier)}) and ${attributes(schema)}`)}
  },

  async update(_properties, _previous, _physicalId, _context) {
${unwritten('update changes in place, and puts back what is there in part')}
  },

  async remove(_physicalId, _properties, _context) {
${unwritten('remove succeeds on what is gone')}
  },
});
`;
}

/** Fails at the first thing that is not written, by its name. */
export function handlerTestText(tree: Tree, file: string, resource: NewResource): string {
  const { type, schema, name } = resource;
  const imported = tree.imports(file, TEST_NAMES);
  const own = `import { ${name} } from './${resource.file.split('/').at(-1)}';`;
  return `import { expect, test } from 'vitest';
${imported}
${own}

test('${type} is made, changed in place and removed', async () => {
  const deps = testDeps();
  const context = testHandlerContext(deps, testServices(deps));
  const handler = checkedHandler(${name});
  const properties = ${requiredValues(schema)};
  const { physicalId, attributes } = await handler.create(properties, context);
  expect(physicalId).toBe('${NOT_WRITTEN}: what Ref gives');
  expect(attributes).toEqual({ ${schema.attributes.map((one) => `'${one}': '${NOT_WRITTEN}'`).join(', ')} });
  const changed = { ...properties, ...{} /* ${NOT_WRITTEN}: what may change in place */ };
  await handler.update(changed, properties, physicalId, context);
  // ${NOT_WRITTEN}: what the service's operations show of the change.
  await handler.remove(physicalId, changed, context);
  await handler.remove(physicalId, changed, context);
  // ${NOT_WRITTEN}: the service's operations show that it is gone.
});
`;
}

/** The required properties, with values that only look right. */
export function requiredValues({ properties }: SchemaResource): string {
  const required = Object.entries(properties).filter(([, { required: is }]) => is === true);
  return `{ ${required.map(([name, property]) => `${name}: ${valueOf(property)}`).join(', ')} }`;
}

function valueOf({ type, allowed }: SchemaProperty): string {
  if (type.startsWith('list<')) return '[]';
  if (allowed?.[0] !== undefined) return JSON.stringify(allowed[0]);
  if (/^(?:integer|number)$/.test(type)) return '1';
  if (type === 'boolean') return 'true';
  return /^(?:map|ref|json|tag)/.test(type) ? '{}' : `'${NOT_WRITTEN}'`;
}

function attributes({ attributes: names }: SchemaResource): string {
  return names.length === 0 ? 'no attributes' : `the attributes ${list(names)}`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
