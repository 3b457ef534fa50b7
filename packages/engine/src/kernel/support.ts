interface MayPass {
  /** It goes to the service's operation all the same, under its own name and as it is. */
  passes?: true;
}

/** Accepted without a local effect; the text says what it would do on AWS. */
export interface Inert extends MayPass {
  inert: string;
}

/** Fails the stack; the text says why. */
export interface Refused {
  refused: string;
}

/** Works, but for some values. Keys are values of the property as text. */
export interface WorksExcept extends MayPass {
  except: Readonly<Record<string, Inert | Refused>>;
}

/**
 * What the engine does with a property of a resource type.
 * - `works`: what AWS does with it, as far as a visitor can see.
 * - `passes`: the same, and it goes to the service's operation under its own name and as it is.
 */
export type Support = 'works' | 'passes' | WorksExcept | Inert | Refused;

/** Whether a property goes to the service's operation under its own name and as it is. */
export function isPassing(support: Support | undefined): boolean {
  if (typeof support !== 'object') return support === 'passes';
  return 'passes' in support && support.passes === true;
}

/** What the engine does with a property that has a value, told by the value where that matters. */
export function supportOfValue(
  support: Support | undefined,
  value: unknown,
): 'works' | Inert | Refused | undefined {
  if (support === undefined || support === 'works') return support;
  if (support === 'passes') return 'works';
  if (!('except' in support)) return support;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  for (const text of values.map(String))
    if (Object.hasOwn(support.except, text)) return support.except[text];
  return 'works';
}
type Limits<Value extends string, Limit> = { readonly [K in Value]: Limit };

/** Works, but for these values. */
export function butFor<const Value extends string, Limit extends Inert | Refused>(
  values: readonly Value[],
  limit: Limit,
): { except: Limits<Value, Limit> } {
  const entries = values.map((value) => [value, limit] as const);
  return { except: Object.fromEntries(entries) as Limits<Value, Limit> };
}

/** The same, and goes to the service's operation under its own name. */
export function passesButFor<const Value extends string, Limit extends Inert | Refused>(
  values: readonly Value[],
  limit: Limit,
): { passes: true; except: Limits<Value, Limit> } {
  return { passes: true, ...butFor(values, limit) };
}
