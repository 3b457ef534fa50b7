/** Names that are not merely words with a capital letter. */
const SPELLED: Readonly<Record<string, string>> = {
  'content-md5': 'Content-MD5',
  dnt: 'DNT',
  etag: 'ETag',
  'sec-websocket-accept': 'Sec-WebSocket-Accept',
  'sec-websocket-extensions': 'Sec-WebSocket-Extensions',
  'sec-websocket-key': 'Sec-WebSocket-Key',
  'sec-websocket-protocol': 'Sec-WebSocket-Protocol',
  'sec-websocket-version': 'Sec-WebSocket-Version',
  'www-authenticate': 'WWW-Authenticate',
  'x-ua-compatible': 'X-UA-Compatible',
  'x-xss-protection': 'X-XSS-Protection',
};

const NAMES_REMEMBERED_MAX = 1_000;
const remembered = new Map<string, string>(Object.entries(SPELLED));

/**
 * A header's name as HTTP/1.1 is commonly written; case does not matter (RFC 9110, section 5.1).
 */
export function headerCase(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const made = name.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`,
  );
  if (remembered.size < NAMES_REMEMBERED_MAX) remembered.set(name, made);
  return made;
}
