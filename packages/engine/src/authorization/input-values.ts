const DEPTH_MAX = 12;

/** Every text in an input, at any depth. */
export function textsIn(input: unknown, depth = 0): string[] {
  if (typeof input === 'string') return [input];
  if (typeof input !== 'object' || input === null || depth > DEPTH_MAX) return [];
  return Object.values(input).flatMap((value) => textsIn(value, depth + 1));
}

/** The texts of the input's own members of these names, one or a list each. */
export function membersOf(input: unknown, names: readonly string[]): string[] {
  if (typeof input !== 'object' || input === null) return [];
  const members = new Map<string, unknown>(Object.entries(input));
  return names.flatMap((name) => {
    const value = members.get(name);
    return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  });
}

/** The tags that a request brings, in whichever of the services' shapes. */
export function tagsIn(input: unknown): [key: string, value: string][] {
  if (typeof input !== 'object' || input === null) return [];
  const members = new Map<string, unknown>(Object.entries(input));
  const lists = ['Tags', 'tags', 'TagList', 'TagsList'].map((name) => members.get(name));
  const specifications = members.get('TagSpecifications');
  for (const each of Array.isArray(specifications) ? specifications : [])
    lists.push((each as { Tags?: unknown }).Tags);
  return lists.flatMap(tagsOf);
}

function tagsOf(tags: unknown): [string, string][] {
  if (typeof tags !== 'object' || tags === null) return [];
  if (!Array.isArray(tags))
    return Object.entries(tags).filter(
      (tag): tag is [string, string] => typeof tag[1] === 'string',
    );
  return tags.flatMap((tag: { Key?: unknown; Value?: unknown } | null) =>
    typeof tag?.Key === 'string' ? [[tag.Key, String(tag.Value ?? '')]] : [],
  );
}
