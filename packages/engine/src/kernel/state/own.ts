/**
 * A member under a name that others chose: `constructor` is there only if somebody put it there.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The record with further members; assigning to `__proto__` would make none. */
export function withMembers<T>(
  record: Readonly<Record<string, T>>,
  members: readonly (readonly [string, T])[],
): Record<string, T> {
  return Object.fromEntries([...Object.entries(record), ...members]);
}
