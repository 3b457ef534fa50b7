import { isJsonObject } from '@understudy/contract';
import { validationError } from '../errors.ts';

/** Reads an SSM parameter: `name` or `name:version`. */
export type ReadParameter = (name: string) => string;

const REFERENCE = /\{\{resolve:([a-z-]+):([^}]+)\}\}/g;

/**
 * The value with every `{{resolve:ssm:name}}` in its texts replaced.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function resolveDynamicReferences<T>(value: T, read: ReadParameter): T {
  return resolveWithin(value, read) as T;
}

function resolveWithin(value: unknown, read: ReadParameter): unknown {
  if (typeof value === 'string') return resolveText(value, read);
  if (Array.isArray(value)) return value.map((item: unknown) => resolveWithin(item, read));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolveWithin(inner, read)]),
  );
}

function resolveText(text: string, read: ReadParameter): string {
  let resolved = text;
  for (const [whole, service, name = ''] of text.matchAll(REFERENCE)) {
    if (service !== 'ssm')
      throw validationError(
        `Dynamic references of service '${service}' are not available in this engine: ${whole}`,
      );
    const replacement = read(name);
    resolved = resolved.replace(whole, () => replacement);
  }
  return resolved;
}
