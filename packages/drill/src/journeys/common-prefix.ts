/** The longest text that all begin with; '' of none. */
export function commonPrefix(all: readonly string[]): string {
  const [first = '', ...others] = all;
  let length = first.length;
  for (const one of others) while (!one.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
