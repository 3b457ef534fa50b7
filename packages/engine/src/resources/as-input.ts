/** A template's text may be any: what the SDK's enumerations say is the operation's to check. */
export type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? Widened<Item>[]
        : T extends object
          ? { [K in keyof T]: Widened<T[K]> }
          : T;

/** Part of an operation's input, of which the compiler has checked all but the enumerations. */
export function asInput<T>(value: Widened<T>): T {
  return value as T;
}
