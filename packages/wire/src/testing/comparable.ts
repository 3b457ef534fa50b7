/**
 * A value as `toEqual` can compare it whoever made it: dates and bytes as text, absent members
 * left out. `emptyStructures: false` leaves out structures and maps without members, which a form
 * cannot carry.
 */
export function comparable(value: unknown, options: { emptyStructures: boolean }): unknown {
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof String) return value.toString();
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable(item, options));
    if (options.emptyStructures) return items;
    const carried = items.filter((item) => item !== undefined);
    return carried.length === 0 && items.length > 0 ? undefined : carried;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .map(([name, member]) => [name, comparable(member, options)] as const)
    .filter(([, member]) => member !== undefined);
  if (members.length === 0 && !options.emptyStructures) return undefined;
  return Object.fromEntries(members);
}
