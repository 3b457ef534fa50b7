/**
 * The items of a list in one header: separated by commas, quoted where they contain one.
 * https://smithy.io/2.0/spec/http-bindings.html#httpheader-serialization-rules
 */
export function splitHeaderList(value: string, itemsAreDates: boolean): string[] {
  // An HTTP date has one comma of its own.
  const pattern = itemsAreDates
    ? /([^,]*,[^,]*)(?:,|$)/g
    : /\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)/g;
  const items: string[] = [];
  for (const found of value.matchAll(pattern)) {
    if (found.index === value.length && items.length > 0) break;
    items.push(unquote((found[1] ?? '').trim()));
  }
  return items;
}

export function joinHeaderList(items: readonly string[], itemsAreDates: boolean): string {
  return items.map((item) => (itemsAreDates ? item : quote(item))).join(', ');
}

function unquote(item: string): string {
  return /^".*"$/s.test(item) && item.length > 1
    ? item.slice(1, -1).replace(/\\(.)/gs, '$1')
    : item;
}

function quote(item: string): string {
  return /[",]/.test(item) ? `"${item.replace(/(["\\])/g, '\\$1')}"` : item;
}
