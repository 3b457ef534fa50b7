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

/** What the engine has no service for, by the paths of the texts that ask for it. */
export function unresolvableReferences(
  value: unknown,
  path: string,
): { path: string; reason: string }[] {
  if (typeof value === 'string')
    return [...value.matchAll(REFERENCE)]
      .filter(([, service]) => service !== 'ssm')
      .map(([whole, service = '']) => ({ path, reason: noService(service, whole) }));
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return inner.flatMap(([name, item]) => unresolvableReferences(item, `${path}/${name}`));
}

function noService(service: string, reference: string): string {
  return `Dynamic references of service '${service}' are not available in this engine: ${reference}`;
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
    if (service !== 'ssm') throw validationError(noService(service ?? '', whole));
    const replacement = read(name);
    resolved = resolved.replace(whole, () => replacement);
  }
  return resolved;
}
