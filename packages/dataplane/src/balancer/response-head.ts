/** RFC 9110, section 7.6.1: for one hop only. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'trailer',
]);

/** A target's response headers, names and values in turn, without those of its connection. */
export function forwardableHeaders(raw: readonly (Buffer | string)[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = text(raw[index]);
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.push(name, text(raw[index + 1]));
  }
  return headers;
}

/** Whether a Set-Cookie among the headers sets that cookie. */
export function setsCookie(headers: readonly string[], cookieName: string): boolean {
  for (let index = 0; index < headers.length; index += 2) {
    if (
      headers[index]?.toLowerCase() === 'set-cookie' &&
      headers[index + 1]?.startsWith(`${cookieName}=`)
    )
      return true;
  }
  return false;
}

/** RFC 9110, section 5.5: bytes beyond ASCII are opaque, which latin1 keeps as they are. */
function text(value: Buffer | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value.toString('latin1');
}
