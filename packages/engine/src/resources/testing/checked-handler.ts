import type { Properties } from '../../kernel/resource.ts';
import { schemaOf } from '../../services/cloudformation/schema/schema.ts';
import { problemsText, validateProperties } from '../../services/cloudformation/schema/validate.ts';
import type { Handler } from '../handler-context.ts';

/**
 * Properties as CloudFormation gives them to a handler: checked by the published schema, and
 * coerced.
 */
export function checkedProperties(type: string, given: object): Properties {
  const { properties, problems } = validateProperties(type, { ...given });
  if (problems.length > 0) throw new Error(problemsText(type, problems));
  return properties;
}

/**
 * The handler as CloudFormation uses it: whatever it is given has been checked, and no attribute
 * may be left out.
 */
export function checkedHandler(handler: Handler): Handler {
  const checked = (given: object): Properties => checkedProperties(handler.type, given);
  return {
    ...handler,
    create: async (properties, context) => {
      const result = await handler.create(checked(properties), context);
      const published = schemaOf(handler.type)?.attributes ?? [];
      const missing = published
        .filter((name) => !Object.hasOwn(result.attributes, name))
        // What only a property would make that was not given.
        .filter((name) => !Object.hasOwn(handler.properties, name.split('.')[0] ?? ''));
      if (missing.length > 0) throw new Error(`${handler.type} gives no ${missing.join(', ')}`);
      return result;
    },
    update: (properties, previous, physicalId, context) =>
      handler.update(checked(properties), checked(previous), physicalId, context),
  };
}
