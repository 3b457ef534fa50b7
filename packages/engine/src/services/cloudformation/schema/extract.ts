import type { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SchemaFile, SchemaProperty, SchemaResource, SchemaType } from './schema.ts';
import { UNPUBLISHED_TYPES } from './unpublished-types.ts';

/** Everything that AWS publishes, as `@aws-cdk/aws-service-spec` has it. */
export type PublishedSchemas = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Resource = ReturnType<PublishedSchemas['get']> & SpecResource;

/** The parts of the database's entities that are read here. */
interface SpecProperty {
  type: SpecType;
  required?: boolean;
  causesReplacement?: 'yes' | 'no' | 'maybe';
}

interface SpecResource {
  properties: Record<string, SpecProperty>;
  attributes: Record<string, { type: SpecType }>;
  primaryIdentifier?: string[];
  tagInformation?: { tagPropertyName: string; variant: 'standard' | 'asg' | 'map' };
  additionalReplacementProperties?: string[][];
}

interface SpecType {
  type: string;
  allowedValues?: string[];
  element?: SpecType;
  reference?: { $ref: string };
  types?: SpecType[];
}

/** The names of all resource types that AWS publishes. */
export function typeNames(database: PublishedSchemas): string[] {
  const published = database.all('resource').map(({ cloudFormationType }) => cloudFormationType);
  return [...new Set([...published, ...Object.keys(UNPUBLISHED_TYPES)])].sort();
}

/** What the engine needs of AWS's published schemas, for these types. */
export function extractSchemas(database: PublishedSchemas, types: readonly string[]): SchemaFile {
  const extract = new Extract(database);
  for (const type of types) extract.add(type);
  return extract.file;
}

class Extract {
  readonly file: SchemaFile = { resources: {}, types: {} };
  readonly #database: PublishedSchemas;

  constructor(database: PublishedSchemas) {
    this.#database = database;
  }

  add(type: string): void {
    this.file.resources[type] = this.#resourceOf(type);
  }

  #resourceOf(type: string): SchemaResource {
    const unpublished = UNPUBLISHED_TYPES[type];
    if (unpublished !== undefined) return unpublished;
    const found = this.#database.lookup('resource', 'cloudFormationType', 'equals', type).only();
    const resource = found as unknown as Resource;
    const schema: SchemaResource = {
      properties: this.#propertiesOf(resource.properties),
      attributes: Object.keys(resource.attributes).sort(),
      identifier: resource.primaryIdentifier ?? [],
    };
    const tags = resource.tagInformation;
    if (tags !== undefined) schema.tags = { property: tags.tagPropertyName, variant: tags.variant };
    const replacement = resource.additionalReplacementProperties ?? [];
    if (replacement.length > 0) schema.replacementPaths = replacement;
    return schema;
  }

  #propertiesOf(properties: Record<string, SpecProperty>): Record<string, SchemaProperty> {
    return Object.fromEntries(
      Object.entries(properties)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, property]) => [name, this.#propertyOf(property)]),
    );
  }

  #propertyOf(property: SpecProperty): SchemaProperty {
    const schema: SchemaProperty = { type: this.#typeName(property.type) };
    if (property.required === true) schema.required = true;
    if (property.type.allowedValues !== undefined) schema.allowed = property.type.allowedValues;
    const elementValues = property.type.element?.allowedValues;
    if (elementValues !== undefined) schema.allowed = elementValues;
    if (property.causesReplacement === 'yes') schema.replacement = 'yes';
    if (property.causesReplacement === 'maybe') schema.replacement = 'maybe';
    return schema;
  }

  /**
   * Registers the definition that a type refers to, once, and gives the type's name in the file's
   * grammar.
   */
  #typeName(type: SpecType): string {
    if (type.type === 'array') return `list<${this.#typeName(elementOf(type))}>`;
    if (type.type === 'map') return `map<${this.#typeName(elementOf(type))}>`;
    if (type.type === 'union')
      return (type.types ?? []).map((member) => this.#typeName(member)).join('|');
    if (type.type !== 'ref') return type.type;
    const definition = this.#database.get('typeDefinition', type.reference?.$ref ?? '');
    const name = `${definition.name}.${definition.$id}`;
    if (this.file.types[name] === undefined) {
      const schema: SchemaType = { properties: {} };
      this.file.types[name] = schema;
      const properties: unknown = definition.properties;
      schema.properties = this.#propertiesOf(properties as Record<string, SpecProperty>);
    }
    return `ref<${name}>`;
  }
}

function elementOf(type: SpecType): SpecType {
  if (type.element === undefined) throw new Error(`type '${type.type}' has no element type`);
  return type.element;
}

/**
 * The file's text: one line a property, so that a change of the schemas reads well as a difference.
 */
export function renderSchemas(schema: SchemaFile): string {
  const lines = (properties: Record<string, SchemaProperty>, indent: string): string =>
    Object.entries(properties)
      .map(([name, property]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(property)}`)
      .join(',\n');
  const section = <T extends { properties: Record<string, SchemaProperty> }>(
    entries: Record<string, T>,
  ): string =>
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { properties, ...rest }]) => {
        const head = JSON.stringify(rest).slice(1, -1);
        const body = `"properties": {\n${lines(properties, '   ')}}`;
        return `  ${JSON.stringify(name)}: {${head === '' ? '' : `${head}, `}${body}}`;
      })
      .join(',\n');
  return `{\n "resources": {\n${section(schema.resources)}},\n "types": {\n${section(schema.types)}}\n}\n`;
}
