import { isJsonObject } from '@understudy/contract';
import type { PlannedChange } from './deployment-plan.ts';

/** What differs between two templates, resource by resource; the first is absent of a new stack. */
export function compareTemplates(before: string | undefined, after: string): PlannedChange[] {
  const [old, next] = [resourcesOf(before ?? '{}'), resourcesOf(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])];
  return names.flatMap((logicalId): PlannedChange[] => {
    const [left, right] = [old.get(logicalId), next.get(logicalId)];
    if (right === undefined)
      return [{ logicalId, type: typeOf(left), action: 'remove', properties: [] }];
    const type = typeOf(right);
    if (left === undefined) return [{ logicalId, type, action: 'add', properties: [] }];
    if (typeOf(left) !== type) return [{ logicalId, type, action: 'replace', properties: [] }];
    if (isSame(left, right)) return [];
    return [{ logicalId, type, action: 'change', properties: differing(left, right) }];
  });
}

type Resource = Readonly<Record<string, unknown>>;

function resourcesOf(template: string): Map<string, Resource> {
  const resources = objectIn(parsed(template), 'Resources');
  return new Map(
    Object.entries(resources).flatMap(([name, resource]) =>
      isJsonObject(resource) ? [[name, resource] as const] : [],
    ),
  );
}

/** A template in YAML was not made by us: of it nothing is known. */
function parsed(template: string): unknown {
  try {
    return JSON.parse(template);
  } catch {
    return {};
  }
}

function objectIn(value: unknown, name: string): Resource {
  const found = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(found) ? found : {};
}

function typeOf(resource: Resource | undefined): string {
  return String(resource?.['Type'] ?? '');
}

/** Metadata is for tools. */
function isSame(left: Resource, right: Resource): boolean {
  return canonical({ ...left, Metadata: null }) === canonical({ ...right, Metadata: null });
}

/** Names of properties, and of attributes beside them, such as `UpdatePolicy`. */
function differing(left: Resource, right: Resource): string[] {
  const namesOf = (before: Resource, after: Resource): string[] =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => canonical(before[name]) !== canonical(after[name]),
    );
  const attributes = namesOf(left, right).filter(
    (name) => !['Properties', 'Metadata'].includes(name),
  );
  return [...namesOf(objectIn(left, 'Properties'), objectIn(right, 'Properties')), ...attributes];
}

/** Whatever the order of keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      isJsonObject(part)
        ? Object.fromEntries(
            Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)),
          )
        : part,
    ) ?? ''
  );
}
