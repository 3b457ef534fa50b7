/** So many names make a hint that is still read. */
const NAMES_MAX = 8;

/** `a, b or c`, for a hint. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX);
  const rest = names.length - shown.length;
  const words = rest > 0 ? [...shown, `one of ${rest} others`] : shown;
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last;
}
