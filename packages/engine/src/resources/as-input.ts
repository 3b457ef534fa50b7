/**
 * What may be given where an operation takes `T`. A template's text may be any: what the SDK's
 * enumerations say is the operation's to check. What the SDK has as `T | undefined`, also as a
 * member that must be written, may be left out.
 */
export type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends Date
        ? T
        : T extends readonly (infer Item)[]
          ? Widened<Item>[]
          : T extends object
            ? WidenedObject<T>
            : T;

type WidenedObject<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: Widened<T[K]>;
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Widened<T[K]> | undefined;
};

/** Part of an operation's input, of which the compiler has checked all but the enumerations. */
export function asInput<T>(value: Widened<T>): T {
  return value as T;
}
