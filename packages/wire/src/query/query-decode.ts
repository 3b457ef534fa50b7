import { Malformed } from '../malformed.ts';
import { scalarFromText } from '../scalars.ts';
import type { Shape } from '../schema/shape.ts';
import { numbered, type QueryNode } from './query-tree.ts';

/** The two dialects differ in names and in whether lists have a level of their own. */
export type QueryDialect = 'awsQuery' | 'ec2Query';

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and aws-ec2-query-protocol.html */
export function structureFromQuery(
  shape: Shape,
  node: QueryNode,
  dialect: QueryDialect,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of shape.members) {
    const child = node.children.get(memberKey(member.name, member.shape, dialect));
    if (child !== undefined) value[member.name] = shapeFromQuery(member.shape, child, dialect);
  }
  return value;
}

/** The name of a structure's member in the form. */
export function memberKey(name: string, shape: Shape, dialect: QueryDialect): string {
  const { xmlName, ec2QueryName } = shape.traits;
  if (dialect === 'awsQuery') return xmlName ?? name;
  if (ec2QueryName !== undefined) return ec2QueryName;
  const key = xmlName ?? name;
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function shapeFromQuery(shape: Shape, node: QueryNode, dialect: QueryDialect): unknown {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureFromQuery(shape, node, dialect);
    case 'list':
      return listFromQuery(shape, node, dialect);
    case 'map':
      return mapFromQuery(shape, node, dialect);
    default:
      if (node.text === undefined) throw new Malformed(`Unexpected nested parameters`);
      return scalarFromText(shape, node.text, 'date-time');
  }
}

function listFromQuery(shape: Shape, node: QueryNode, dialect: QueryDialect): unknown[] {
  const flattened = dialect === 'ec2Query' || Boolean(shape.traits.xmlFlattened);
  const items = flattened ? node : node.children.get(shape.value.traits.xmlName ?? 'member');
  return numbered(items).map((item) => shapeFromQuery(shape.value, item, dialect));
}

function mapFromQuery(
  shape: Shape,
  node: QueryNode,
  dialect: QueryDialect,
): Record<string, unknown> {
  const entries = numbered(shape.traits.xmlFlattened ? node : node.children.get('entry'));
  const keyName = shape.key.traits.xmlName ?? 'key';
  const valueName = shape.value.traits.xmlName ?? 'value';
  return Object.fromEntries(
    entries.map(({ children }) => {
      const key = children.get(keyName)?.text;
      const value = children.get(valueName);
      if (key === undefined || value === undefined)
        throw new Malformed(`A map's entry needs ${keyName} and ${valueName}`);
      return [key, shapeFromQuery(shape.value, value, dialect)];
    }),
  );
}
