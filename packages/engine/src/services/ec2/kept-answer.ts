/** Stands for a date in JSON that has none. */
const DATE = '$date';

/** An operation's answer as text, its dates told from texts. */
export function writeAnswer(answer: unknown): string {
  return JSON.stringify(answer ?? null, (_key, value: unknown) => tagged(value));
}

export function readAnswer(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    const date = isObject(value) ? value[DATE] : undefined;
    return typeof date === 'string' ? new Date(date) : value;
  });
}

/** The same text for the same members, in whatever order they came. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** Its members that are dates are replaced before JSON makes texts of them. */
function tagged(value: unknown): unknown {
  if (!isObject(value)) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([key, member]) => [
      key,
      member instanceof Date ? { [DATE]: member.toISOString() } : member,
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
