const TAG = /(?:W\/)?"[^"]*"|[^\s,]+/g;

/** Whether the tag is one of a list (If-None-Match). RFC 9110, section 8.8.3.2: weak comparison. */
export function isListed(list: string, tag: string): boolean {
  return (list.match(TAG) ?? []).some((one) => opaque(one) === opaque(tag));
}

/** Strong comparison: both are strong, and equal. */
export function isSameStrong(one: string, other: string): boolean {
  return one === other && !one.startsWith('W/');
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
