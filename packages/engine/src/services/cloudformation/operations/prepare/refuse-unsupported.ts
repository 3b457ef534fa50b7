import type { JsonObject } from '@understudy/contract';
import type { ResourceHandler } from '../../../../kernel/resource.ts';
import { templateFormatError, validationError } from '../../errors.ts';
import { refusedProperties } from '../../schema/handler-properties.ts';
import { unresolvableReferences } from '../../template/dynamic-references.ts';
import type { Template } from '../../template/template.ts';
import { typesText, typesWithoutHandler } from './check-types.ts';

interface Unsupported {
  /** `/Resources/Target/Properties/TargetType` */
  path: string;
  reason: string;
}

type Handlers = (type: string) => ResourceHandler | undefined;

/**
 * All that a template asks for and the engine does not do: types, properties and values.
 * `properties` are evaluated as far as they can be before anything is made.
 */
function unsupportedIn(
  template: Template,
  properties: ReadonlyMap<string, JsonObject>,
  handlers: Handlers,
): Unsupported[] {
  return [...properties].flatMap(([id, evaluated]) => {
    const type = template.resources[id]?.type ?? '';
    const handler = handlers(type);
    const path = `/Resources/${id}`;
    if (handler === undefined)
      return [{ path: `${path}/Type`, reason: `AWS has ${type}, Understudy does not provide it` }];
    // What the schema does not have either is told in AWS's words, by the check of the schema.
    const refused = refusedProperties(handler, evaluated).filter(({ path: at }) => at !== '#');
    return [
      ...refused.map((problem) => ({
        path: `${path}/Properties${problem.path.slice(1)}`,
        reason: problem.message,
      })),
      ...unresolvableReferences(evaluated, `${path}/Properties`),
    ];
  });
}

/**
 * One answer with everything, before anything is made: whoever brings a template learns at once
 * whether it can work here, and of what it would have to do without.
 */
export function refuseUnsupported(
  template: Template,
  properties: ReadonlyMap<string, JsonObject>,
  handlers: Handlers,
): void {
  const found = unsupportedIn(template, properties, handlers);
  if (found.length === 0) return;
  const lines = found.map(({ path, reason }) => `[${path}] ${reason}`);
  const types = typesWithoutHandler(template, [...properties.keys()], handlers);
  if (types.missing.length > 0) throw templateFormatError([typesText(types), ...lines].join('\n'));
  throw validationError(
    ['Understudy does not do all that this template asks for', ...lines].join('\n'),
  );
}
