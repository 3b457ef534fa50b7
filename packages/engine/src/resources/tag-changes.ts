interface Tag {
  Key: string;
  Value: string;
}

/** What brings tags from one state to another: all that are wanted, and the keys that are not. */
export function tagChanges<T extends Tag>(
  wanted: readonly T[] | undefined,
  previous: readonly T[] | undefined,
): { wanted: T[]; goneKeys: string[] } {
  const keys = new Set(wanted?.map(({ Key }) => Key));
  const goneKeys = (previous ?? []).map(({ Key }) => Key).filter((key) => !keys.has(key));
  return { wanted: [...(wanted ?? [])], goneKeys };
}
