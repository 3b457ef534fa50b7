import { scalarToText } from '../scalars.ts';
import type { Member, Shape } from '../schema/shape.ts';
import { attribute, element, textElement } from './write-xml.ts';

/**
 * A structure's members as elements, without an element around them. Absent members are left out.
 */
export function membersToXml(members: readonly Member[], value: Record<string, unknown>): string {
  let xml = '';
  for (const { name, shape } of members) {
    const member = value[name];
    if (member === undefined || member === null || shape.traits.xmlAttribute) continue;
    xml += memberToXml(shape.memberTraits.xmlName ?? name, shape, member);
  }
  return xml;
}

function memberToXml(name: string, shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureToXml(name, shape, value as Record<string, unknown>);
    case 'list':
      return listToXml(name, shape, value as readonly unknown[]);
    case 'map':
      return mapToXml(name, shape, value as Record<string, unknown>);
    default:
      return textElement(name, scalarToText(shape, value, 'date-time'));
  }
}

export function structureToXml(
  name: string,
  shape: Shape,
  value: Record<string, unknown>,
  attributes = '',
): string {
  let own = attributes;
  const [prefix, uri] = shape.traits.xmlNamespace ?? [];
  if (uri !== undefined && attributes === '')
    own += attribute(prefix ? `xmlns:${prefix}` : 'xmlns', uri);
  for (const member of shape.members)
    if (member.shape.traits.xmlAttribute && value[member.name] !== undefined)
      own += attribute(member.shape.traits.xmlName ?? member.name, String(value[member.name]));
  return element(name, membersToXml(shape.members, value), own);
}

function listToXml(name: string, shape: Shape, items: readonly unknown[]): string {
  const flattened = Boolean(shape.traits.xmlFlattened);
  const itemName = flattened ? name : (shape.value.traits.xmlName ?? 'member');
  let xml = '';
  for (const item of items)
    if (item !== undefined && item !== null) xml += memberToXml(itemName, shape.value, item);
  return flattened ? xml : element(name, xml);
}

function mapToXml(name: string, shape: Shape, map: Record<string, unknown>): string {
  const flattened = Boolean(shape.traits.xmlFlattened);
  const keyName = shape.key.traits.xmlName ?? 'key';
  const valueName = shape.value.traits.xmlName ?? 'value';
  let xml = '';
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined || value === null) continue;
    const entry = textElement(keyName, key) + memberToXml(valueName, shape.value, value);
    xml += element(flattened ? name : 'entry', entry);
  }
  return flattened ? xml : element(name, xml);
}
