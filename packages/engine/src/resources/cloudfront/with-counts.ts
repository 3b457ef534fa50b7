/** The API's lists say how many items they have; CloudFormation's do not. */
export interface Counted<Item> {
  Quantity: number;
  Items: Item[];
}

/** A structure of CloudFormation's as the API has it: with counted lists in it. */
export type WithCounts<T> = T extends readonly (infer Item)[]
  ? Counted<WithCounts<Item>>
  : T extends object
    ? 'Items' extends keyof T
      ? WithCounts<Exclude<T['Items' & keyof T], undefined>>
      : { [K in keyof T]: WithCounts<T[K]> }
    : T;

/** Undefined stays undefined: absent and empty are not the same to every member. */
export function withCounts<T>(value: T): WithCounts<T> {
  return count(value) as WithCounts<T>;
}

export function counted<Item>(items: readonly Item[]): Counted<Item> {
  return { Quantity: items.length, Items: [...items] };
}

function count(value: unknown): unknown {
  if (Array.isArray(value)) return counted(value.map(count));
  if (typeof value !== 'object' || value === null) return value;
  // Of some lists CloudFormation too has an object, whose Quantity a template may have wrong.
  if ('Items' in value) return count(value.Items);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, count(inner)]));
}
