import {
  extractSchemas,
  type PublishedSchemas,
  renderSchemas,
} from '../../packages/engine/src/services/cloudformation/schema/extract.ts';
import { renderTypes } from '../../packages/engine/src/services/cloudformation/schema/render-types.ts';
import type { SchemaResource } from '../../packages/engine/src/services/cloudformation/schema/schema.ts';
import { near } from '../../packages/engine/src/services/cloudformation/schema/suggest.ts';
import { insertBefore, insertImport, insertSorted } from './insert.ts';
import { camel, kebab, NOT_WRITTEN } from './names.ts';
import type { NewResource } from './new-resource.ts';
import { handlerText, handlerTestText, requiredValues } from './resource-text.ts';
import { type Plan, Refusal, relative, type Tree } from './tree.ts';

/** Folders that are not the namespace in lower case. */
const RESOURCE_FOLDERS: Readonly<Record<string, string>> = { ElasticLoadBalancingV2: 'elbv2' };
const SERVICE_FOLDERS: Readonly<Record<string, string>> = {
  ...RESOURCE_FOLDERS,
  CertificateManager: 'acm',
};
const SCHEMAS = 'packages/engine/src/services/cloudformation/schemas/resource-types.json';

/** Everything that CONTRIBUTING asks of a resource type, but for what must be thought about. */
export function planResource(tree: Tree, type: string, database: PublishedSchemas): Plan {
  const known = database.all('resource').map(({ cloudFormationType }) => cloudFormationType);
  if (!known.includes(type)) throw new Refusal(unknownType(type, known));
  const [, namespace = '', kind = ''] = type.split('::');
  const folder = RESOURCE_FOLDERS[namespace] ?? namespace.toLowerCase();
  const service = SERVICE_FOLDERS[namespace] ?? namespace.toLowerCase();
  const readme = `packages/engine/src/services/${service}/README.md`;
  if (!tree.has(readme))
    throw new Refusal(
      `the engine has no service ${service} for ${type}: make it first, by 'npm run new -- service ${service}'`,
    );
  const listFile = tree.whereIs('PROVISIONED_TYPES');
  const list = insertSorted(tree.read(listFile), 'string[] = [', `'${type}'`, listFile);
  const types = [...list.matchAll(/^ {2}'(AWS::[^']+)',$/gm)].map(([, name = '']) => name);
  const schemas = extractSchemas(database, types);
  const schema = schemas.resources[type];
  if (schema === undefined) throw new Refusal(`the published schemas have nothing of ${type}`);
  const resource = describe(tree, { type, kind, folder, schema });
  const test = resource.file.replace(/\.ts$/, '.test.ts');
  return {
    made: {
      [resource.file]: handlerText(tree, resource),
      [test]: handlerTestText(tree, test, resource),
    },
    changed: {
      [listFile]: list,
      [SCHEMAS]: renderSchemas(schemas),
      [generatedFile(tree)]: renderTypes(schemas),
      ...registered(tree, resource),
      ...interrupted(tree, resource),
      ...drawn(tree, resource),
      [readme]: withDifference(tree.read(readme), type, readme),
    },
    next: nextOf(resource, { test, readme, service }),
  };
}

function unknownType(type: string, known: readonly string[]): string {
  const last = type.split('::').at(-1);
  const meant = new Set([
    ...near(type, known),
    ...known.filter((name) => name.split('::').at(-1) === last),
  ]);
  const list = [...meant].slice(0, 5).join(', ');
  return `AWS publishes no schema of ${type}${list === '' ? '' : `; near it are ${list}`}`;
}

function describe(
  tree: Tree,
  {
    type,
    kind,
    folder,
    schema,
  }: { type: string; kind: string; folder: string; schema: SchemaResource },
): NewResource {
  const file = `packages/engine/src/resources/${folder}/${kebab(kind)}.ts`;
  const registry = tree.read(tree.whereIs('RESOURCE_HANDLERS'));
  const siblings = [...registry.matchAll(new RegExp(`'\\./(${folder}/[^']+)'`, 'g'))];
  const isCamelCase = siblings.some(([, sibling = '']) =>
    tree.read(`packages/engine/src/resources/${sibling}`).includes(`'camelCase'`),
  );
  return { type, schema, name: camel(kind), file, isCamelCase };
}

function generatedFile(tree: Tree): string {
  return tree.whereIs('ResourceProperties');
}

function registered(tree: Tree, { name, file }: NewResource): Record<string, string> {
  const registry = tree.whereIs('RESOURCE_HANDLERS');
  const text = insertImport(tree.read(registry), name, relative(registry, file));
  return { [registry]: insertBefore(text, `  ${name},`, /^\];$/, registry) };
}

/** The stack of every type is killed at random moments; it must have one of this type as well. */
function interrupted(tree: Tree, { type, name, schema }: NewResource): Record<string, string> {
  const fixture = tree.whereIs('everyType');
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  const entry = `    ${id}: { Type: '${type}', Properties: ${requiredValues(schema)} },`;
  return { [fixture]: insertBefore(tree.read(fixture), entry, /^ {2}\};$/, fixture) };
}

/** And each of the type is drawn, made, changed and removed. */
function drawn(tree: Tree, { type, schema }: NewResource): Record<string, string> {
  const cases = tree.whereIs('CASES');
  const entry = `  '${type}': {
    values: () => ({}) /* fast-check's, of ${required(schema)} */,
    find: () => Promise.reject(new Error('${NOT_WRITTEN}: what the service answers of it')),
    refused: () => ({ What: '${NOT_WRITTEN}: a bag that AWS refuses' }),
  },`;
  return { [cases]: insertBefore(tree.read(cases), entry, /^\};$/, cases) };
}

function required({ properties }: SchemaResource): string {
  const names = Object.keys(properties).filter((name) => properties[name]?.required === true);
  return names.length === 0 ? 'what may be given' : names.join(', ');
}

function withDifference(text: string, type: string, file: string): string {
  const line = `- \`${type}\`: ${NOT_WRITTEN}: what the engine does not do of it.\n`;
  return insertBefore(text, line, /^## Example$/, file).replace(`\n\n${line}`, `\n${line}`);
}

function nextOf(
  { type, file }: NewResource,
  { test, readme, service }: { test: string; readme: string; service: string },
): string[] {
  return [
    `services/${service}: the operations that ${type} needs, with AWS's error codes and wording`,
    `${file}: what the engine does with each property, and the three operations`,
    `${test}: it fails until they are written; vitest run ${test}`,
    'interruption/every-type.fixture.ts: values that differ between the two variants; move the entry to its kind',
    'lifecycle/every-case.fixture.ts: how values are drawn, and what the service answers; move the entry to its cases',
    `${readme}: the line under Differences`,
    'if traffic depends on it: the projection of the service, the document in packages/contract, and its reader',
    'npx node tools/reference/main.ts, then npm run check',
  ];
}
