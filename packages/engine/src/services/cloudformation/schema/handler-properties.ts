import { isJsonObject, type JsonObject } from '@understudy/contract';
import type { ResourceHandler } from '../../../kernel/resource.ts';
import { supportOfValue } from '../../../kernel/support.ts';
import type { Problem } from './validate.ts';

export interface InertProperty {
  property: string;
  reason: string;
}

/** Properties in use that the handler refuses, or does not know: nothing passes in silence. */
export function refusedProperties(handler: ResourceHandler, properties: JsonObject): Problem[] {
  const told = usedProperties(properties).flatMap(({ path, value }) => {
    const support = supportOf(handler, path, value);
    if (support === undefined && !path.includes('.'))
      return [{ path: '#', message: `the engine's ${handler.type} does not know ${path}` }];
    if (typeof support !== 'object' || !('refused' in support)) return [];
    return [{ path: `#/${path.replaceAll('.', '/')}`, message: support.refused }];
  });
  return [...told, ...(handler.refuses?.(properties) ?? [])];
}

/** Properties in use that are accepted without a local effect. */
export function inertProperties(handler: ResourceHandler, properties: JsonObject): InertProperty[] {
  return usedProperties(properties).flatMap(({ path, value }) => {
    const support = supportOf(handler, path, value);
    if (typeof support !== 'object' || !('inert' in support)) return [];
    return [{ property: path, reason: support.inert }];
  });
}

function supportOf(
  handler: ResourceHandler,
  path: string,
  value: unknown,
): ReturnType<typeof supportOfValue> {
  const known = Object.hasOwn(handler.properties, path) ? handler.properties[path] : undefined;
  return supportOfValue(known, value);
}

/** Dotted paths of everything that has a value, once each; a list counts as its items. */
function usedProperties(properties: JsonObject): { path: string; value: unknown }[] {
  const used = new Map<string, unknown[]>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => visit(item, path));
    if (!isJsonObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      used.set(place, [...(used.get(place) ?? []), inner]);
      visit(inner, place);
    }
  };
  visit(properties, '');
  return [...used].map(([path, values]) => ({ path, value: values.flat() }));
}
