import { splitUnion, type SchemaFile, type SchemaProperty, type SchemaResource } from './schema.ts';

/**
 * The TypeScript types of every resource type's properties, as they are once CloudFormation has
 * checked and coerced them: `resources/properties.generated.ts`.
 */
export function renderTypes(file: SchemaFile): string {
  const names = Object.keys(file.resources).sort();
  const resources = names.map((type) => renderResource(type, file));
  const map = names.map((type) => `  '${type}': ${typeNameOf(type)}Properties;`);
  const replaced = names.map((type) => `  '${type}': ${replacedBy(file.resources[type])};`);
  return [
    '// Written by services/cloudformation/schema/generate.ts from the published schemas.',
    '// tidy: long because it is generated: one type a resource.',
    '',
    `/** Properties of a resource, checked and coerced, by the resource's type. */`,
    `export interface ResourceProperties {\n${map.join('\n')}\n}`,
    '',
    '/** The properties whose change makes a new resource, by the type. */',
    `export interface ReplacedBy {\n${replaced.join('\n')}\n}`,
    '',
    ...resources,
  ].join('\n');
}

/** `AWS::ElasticLoadBalancingV2::TargetGroup` is `ElasticLoadBalancingV2TargetGroup`. */
function typeNameOf(type: string): string {
  return type.split('::').slice(1).join('');
}

function renderResource(type: string, file: SchemaFile): string {
  const name = typeNameOf(type);
  const resource = file.resources[type];
  const types = new TypeNames(name, file);
  const own = renderObject(`${name}Properties`, resource?.properties ?? {}, types);
  const nested: string[] = [];
  for (let inner = types.next(); inner !== undefined; inner = types.next())
    nested.push(renderObject(inner.name, file.types[inner.id]?.properties ?? {}, types));
  return [own, ...nested].join('\n');
}

function renderObject(
  name: string,
  properties: Record<string, SchemaProperty>,
  types: TypeNames,
): string {
  const lines = Object.entries(properties).map(([property, { type, required }]) => {
    const text = types.render(type);
    if (required === true) return `  ${property}: ${text};`;
    return `  ${property}?: ${text}${text === 'unknown' ? '' : ' | undefined'};`;
  });
  return lines.length === 0
    ? `export type ${name} = Record<never, never>;\n`
    : `export type ${name} = {\n${lines.join('\n')}\n};\n`;
}

function replacedBy(resource: SchemaResource | undefined): string {
  const names = Object.entries(resource?.properties ?? {})
    .filter(([, { replacement }]) => replacement === 'yes')
    .map(([name]) => `'${name}'`);
  return names.length === 0 ? 'never' : names.join(' | ');
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  'date-time': 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  json: 'unknown',
  tag: '{ Key: string; Value: string }',
};

/** Names the definitions within one resource type, and remembers which are still to be written. */
class TypeNames {
  readonly #resource: string;
  readonly #file: SchemaFile;
  readonly #known = new Map<string, string>();
  readonly #waiting: { id: string; name: string }[] = [];

  constructor(resource: string, file: SchemaFile) {
    this.#resource = resource;
    this.#file = file;
  }

  next(): { id: string; name: string } | undefined {
    return this.#waiting.shift();
  }

  render(type: string): string {
    const members = splitUnion(type);
    if (members.length > 1) {
      const texts = [...new Set(members.map((member) => this.render(member)))];
      return texts.includes('unknown') ? 'unknown' : texts.join(' | ');
    }
    const [, kind, inner = ''] = /^(list|map|ref)<(.*)>$/.exec(type) ?? [];
    if (kind === 'list') return list(this.render(inner));
    if (kind === 'map') return `Record<string, ${this.render(inner)}>`;
    if (kind === 'ref') return this.#nameOf(inner);
    const primitive = PRIMITIVES[type];
    if (primitive === undefined) throw new Error(`the schema's type '${type}' is not known here`);
    return primitive;
  }

  #nameOf(id: string): string {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    if (this.#file.types[id] === undefined) throw new Error(`the schema lacks the type '${id}'`);
    const taken = new Set(this.#known.values());
    const plain = `${this.#resource}${id.split('.')[0] ?? ''}`;
    const name = taken.has(plain) || plain.endsWith('Properties') ? `${plain}Type` : plain;
    this.#known.set(id, name);
    this.#waiting.push({ id, name });
    return name;
  }
}

function list(element: string): string {
  return / \| /.test(element) && !element.startsWith('{') ? `(${element})[]` : `${element}[]`;
}
