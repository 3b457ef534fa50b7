import { HOP_BY_HOP, namedByConnection } from '@understudy/wire';

/** A target's response headers, names and values in turn, without those of its connection. */
export function forwardableHeaders(raw: readonly (Buffer | string)[]): string[] {
  const headers: string[] = [];
  const connection: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = text(raw[index]);
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower)) headers.push(name, text(raw[index + 1]));
    else if (lower === 'connection') connection.push(text(raw[index + 1]));
  }
  const named = namedByConnection(connection);
  return named.size === 0
    ? headers
    : headers.filter((_, index) => !named.has((headers[index - (index % 2)] ?? '').toLowerCase()));
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
