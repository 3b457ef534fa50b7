import type { JsonObject } from '@understudy/contract';
import type { ResourceHandler } from '../../../../kernel/resource.ts';
import { refusedProperties } from '../../schema/handler-properties.ts';
import { validateProperties, type Validation } from '../../schema/validate.ts';

/** A resource's properties against the published schema, and against what the engine can do. */
export function checkResource(handler: ResourceHandler, properties: JsonObject): Validation {
  const checked = validateProperties(handler.type, properties);
  if (checked.problems.length > 0) return checked;
  return { ...checked, problems: refusedProperties(handler, checked.properties) };
}
