import type { Properties } from '../kernel/resource.ts';
import { problemsText, validateProperties } from '../services/cloudformation/schema/validate.ts';
import type { Handler } from './handler-context.ts';

/**
 * Properties as CloudFormation gives them to a handler: checked by the published schema, and
 * coerced.
 */
export function checkedProperties(type: string, given: object): Properties {
  const { properties, problems } = validateProperties(type, { ...given });
  if (problems.length > 0) throw new Error(problemsText(type, problems));
  return properties;
}

/** The handler as CloudFormation uses it: whatever it is given has been checked. */
export function checkedHandler(handler: Handler): Handler {
  const checked = (given: object): Properties => checkedProperties(handler.type, given);
  return {
    ...handler,
    create: (properties, context) => handler.create(checked(properties), context),
    update: (properties, previous, physicalId, context) =>
      handler.update(checked(properties), checked(previous), physicalId, context),
  };
}
