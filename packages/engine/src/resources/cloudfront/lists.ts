/** The API's lists say how many items they have; CloudFormation's do not. */
export interface Counted<Item> {
  Quantity: number;
  Items: Item[];
}

export function counted<Item>(items: readonly Item[] | undefined): Counted<Item> {
  return { Quantity: items?.length ?? 0, Items: [...(items ?? [])] };
}

/** Undefined stays undefined: absent and empty are not the same to every member. */
export function countedIfAny<Item>(items: readonly Item[] | undefined): Counted<Item> | undefined {
  return items === undefined ? undefined : counted(items);
}
