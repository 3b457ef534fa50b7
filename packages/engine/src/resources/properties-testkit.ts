import type { Properties } from '../kernel/resource.ts';
import { problemsText, validateProperties } from '../services/cloudformation/schema/validate.ts';

/** Properties as CloudFormation gives them to a handler: checked by the published schema, and coerced. */
export function checkedProperties(type: string, given: object): Properties {
  const { properties, problems } = validateProperties(type, { ...given });
  if (problems.length > 0) throw new Error(problemsText(type, problems));
  return properties;
}
