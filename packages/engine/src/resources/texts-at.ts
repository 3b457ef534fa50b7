import { isJsonObject } from '@understudy/contract';

/** The texts at a dotted path, through lists; what is not known yet is none. */
export function textsAt(properties: unknown, path: string): string[] {
  let found: unknown[] = [properties];
  for (const name of path.split('.'))
    found = found.flatMap((value) => (isJsonObject(value) ? [value[name]].flat() : []));
  return found.filter((value) => typeof value === 'string');
}
