import type { ResourceHandler } from '../../../kernel/resource.ts';
import { isObject, type Json } from '../template/values.ts';
import type { Problem } from './validate.ts';

export interface InertProperty {
  property: string;
  reason: string;
}

/** Properties in use that the handler refuses, or does not know: nothing passes in silence. */
export function refusedProperties(handler: ResourceHandler, properties: Json): Problem[] {
  return usedPaths(properties).flatMap((path) => {
    const support = Object.hasOwn(handler.properties, path) ? handler.properties[path] : undefined;
    if (support === undefined && !path.includes('.'))
      return [{ path: '#', message: `the engine's ${handler.type} does not know ${path}` }];
    if (typeof support !== 'object' || !('refused' in support)) return [];
    return [{ path: `#/${path.replaceAll('.', '/')}`, message: support.refused }];
  });
}

/** Properties in use that are accepted without a local effect. */
export function inertProperties(handler: ResourceHandler, properties: Json): InertProperty[] {
  return usedPaths(properties).flatMap((property) => {
    const support = Object.hasOwn(handler.properties, property)
      ? handler.properties[property]
      : undefined;
    if (typeof support !== 'object' || !('inert' in support)) return [];
    return [{ property, reason: support.inert }];
  });
}

/** Dotted paths of everything that has a value; a list counts as its items. */
function usedPaths(properties: Json): string[] {
  const paths = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => visit(item, path));
    if (!isObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      paths.add(place);
      visit(inner, place);
    }
  };
  visit(properties, '');
  return [...paths];
}
