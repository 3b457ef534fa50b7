import { Malformed } from '../malformed.ts';
import { scalarFromText } from '../scalars.ts';
import type { Member, Shape } from '../schema/shape.ts';
import type { XmlElement } from './read-xml.ts';

/** The value of `shape` that an element holds. */
export function shapeFromXml(shape: Shape, element: XmlElement): unknown {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureFromXml(shape.members, element);
    case 'list':
      return listItems(shape, element).map((item) => shapeFromXml(shape.value, item));
    case 'map':
      return mapFromXml(
        shape,
        element.children.filter(({ name }) => name === 'entry'),
      );
    default:
      if (element.children.length > 0)
        throw new Malformed(
          `Unexpected element '${element.children[0]?.name}' in '${element.name}'`,
        );
      return scalarFromText(shape, element.text, 'date-time');
  }
}

/** `members` may be some of a structure's: in REST the others travel elsewhere. */
export function structureFromXml(
  members: readonly Member[],
  element: XmlElement,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const expected = new Set<string>();
  for (const { name, shape } of members) {
    const wireName = shape.memberTraits.xmlName ?? name;
    if (shape.traits.xmlAttribute) {
      const text = element.attributes.get(shape.traits.xmlName ?? name);
      if (text !== undefined) value[name] = scalarFromText(shape, text, 'date-time');
      continue;
    }
    expected.add(wireName);
    const found = element.children.filter((child) => child.name === wireName);
    const [first] = found;
    if (first !== undefined) value[name] = memberFromXml(shape, first, found);
  }
  const unexpected = element.children.find(({ name }) => !expected.has(name));
  if (unexpected !== undefined)
    throw new Malformed(`Unexpected element '${unexpected.name}' in '${element.name}'`);
  return value;
}

function memberFromXml(shape: Shape, first: XmlElement, all: readonly XmlElement[]): unknown {
  if (shape.traits.xmlFlattened) {
    if (shape.kind === 'list') return all.map((item) => shapeFromXml(shape.value, item));
    if (shape.kind === 'map') return mapFromXml(shape, all);
  }
  if (all.length > 1) throw new Malformed(`The element '${first.name}' occurs more than once`);
  return shapeFromXml(shape, first);
}

function listItems(shape: Shape, element: XmlElement): readonly XmlElement[] {
  const itemName = shape.value.traits.xmlName ?? 'member';
  const stray = element.children.find(({ name }) => name !== itemName);
  if (stray !== undefined)
    throw new Malformed(`Unexpected element '${stray.name}' in '${element.name}'`);
  return element.children;
}

function mapFromXml(shape: Shape, entries: readonly XmlElement[]): Record<string, unknown> {
  const keyName = shape.key.traits.xmlName ?? 'key';
  const valueName = shape.value.traits.xmlName ?? 'value';
  return Object.fromEntries(
    entries.map(({ name, children }) => {
      const key = children.find((child) => child.name === keyName);
      const value = children.find((child) => child.name === valueName);
      if (key === undefined || value === undefined)
        throw new Malformed(`'${name}' needs '${keyName}' and '${valueName}'`);
      return [key.text, shapeFromXml(shape.value, value)];
    }),
  );
}
