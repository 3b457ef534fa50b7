import type { ResourceHandler } from '../../../../kernel/resource.ts';
import { templateFormatError } from '../../errors.ts';
import { isAwsType } from '../../schema/published-types.ts';
import { schemaOf } from '../../schema/schema.ts';
import type { Template } from '../../template/template.ts';

export interface UsedTypes {
  /** Neither AWS nor the engine has them: typing errors. */
  unknown: string[];
  /** AWS has them, the engine does not provide them. */
  missing: string[];
}

/** The types of these resources that cannot be made, each once, in the template's order. */
export function typesWithoutHandler(
  template: Template,
  logicalIds: readonly string[],
  handlers: (type: string) => ResourceHandler | undefined,
): UsedTypes {
  const types = [...new Set(logicalIds.map((id) => template.resources[id]?.type ?? ''))];
  const absent = types.filter((type) => handlers(type) === undefined);
  const isKnown = (type: string): boolean => schemaOf(type) !== undefined || isAwsType(type);
  return {
    unknown: absent.filter((type) => !isKnown(type)),
    missing: absent.filter(isKnown),
  };
}

/** AWS's sentence for types that nobody has, and what it must not be taken for. */
export function typesText({ unknown, missing }: UsedTypes): string {
  const all = [...unknown, ...missing];
  const which = unknown.length === 0 ? 'them' : `[${missing.join(', ')}]`;
  const aside = missing.length === 0 ? '' : ` (AWS has ${which}, Understudy does not provide them)`;
  return `Unrecognized resource types: [${all.join(', ')}]${aside}`;
}

/** Throws for types that AWS would not know either, and names all others that are not here. */
export function assertTypesAreKnown(types: UsedTypes): void {
  if (types.unknown.length > 0) throw templateFormatError(typesText(types));
}
