import { readFileSync } from 'node:fs';

/** A property as AWS's published schema describes it. */
export interface SchemaProperty {
  /**
   * `string`, `integer`, `number`, `boolean`, `json`, `tag`, `date-time`, `list<T>`, `map<T>`,
   * `ref<Name>`, or several joined by `|`.
   */
  type: string;
  required?: true;
  /** The only values (of the list's items, for a list). */
  allowed?: string[];
  /** A change makes a new resource: always, or as the service decides. */
  replacement?: 'yes' | 'maybe';
}

export interface SchemaType {
  properties: Record<string, SchemaProperty>;
}

export interface SchemaResource extends SchemaType {
  /** What `Fn::GetAtt` may name. */
  attributes: string[];
  identifier: string[];
  tags?: { property: string; variant: 'standard' | 'asg' | 'map' };
  /** Further paths whose change makes a new resource. */
  replacementPaths?: string[][];
}

/** The generated file; see generate.ts. */
export interface SchemaFile {
  resources: Record<string, SchemaResource>;
  types: Record<string, SchemaType>;
}

const FILE = new URL('../schemas/resource-types.json', import.meta.url);

let loaded: SchemaFile | undefined;

/** The published schemas of the types that the engine provisions; read once. */
export function resourceSchemas(): SchemaFile {
  loaded ??= JSON.parse(readFileSync(FILE, 'utf8')) as SchemaFile;
  return loaded;
}

export function schemaOf(type: string): SchemaResource | undefined {
  const { resources } = resourceSchemas();
  return Object.hasOwn(resources, type) ? resources[type] : undefined;
}

/** The top-level properties of a type; empty for a type without a schema. */
export function schemaPropertiesOf(type: string): string[] {
  return Object.keys(schemaOf(type)?.properties ?? {});
}

/** A property's type, taken apart. */
export type PropertyType =
  | { kind: 'primitive'; name: string }
  | { kind: 'list' | 'map'; element: string }
  | { kind: 'object'; schema: SchemaType }
  | { kind: 'union'; members: string[] };

export function parseType(text: string): PropertyType {
  const members = splitUnion(text);
  if (members.length > 1) return { kind: 'union', members };
  const generic = /^(list|map|ref)<(.*)>$/.exec(text);
  if (generic === null) return { kind: 'primitive', name: text };
  const [, kind, inner = ''] = generic;
  if (kind === 'list' || kind === 'map') return { kind, element: inner };
  const schema = resourceSchemas().types[inner];
  if (schema === undefined) throw new Error(`the schema file lacks the type '${inner}'`);
  return { kind: 'object', schema };
}

/** `string|list<string>` is two types, `list<string|json>` one. */
export function splitUnion(text: string): string[] {
  const members = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === '|' && depth === 0) members.push('');
    else members[members.length - 1] += character;
  }
  return members;
}
