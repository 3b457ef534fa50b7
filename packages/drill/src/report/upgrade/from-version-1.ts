import { isJsonObject } from '@understudy/contract';

/**
 * A report of version 1 as one of version 2. What it did not have is said not to be known; what is
 * no report passes as it is, for the schema to refuse.
 */
export function fromVersion1(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return {
    ...value,
    ...{ version: 2, templates: [], configSha256: '' },
    seconds: each(value['seconds'], { byLayer: {} }),
  };
}

/** Each of a list with members that it lacks. */
function each(list: unknown, lacking: object): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((one: unknown) => (isJsonObject(one) ? { ...lacking, ...one } : one));
}
