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

/** A header's name as HTTP/1.1 is commonly written; case does not matter (RFC 9110, section 5.1). */
export function headerCase(name: string): string {
  return (
    SPELLED[name] ??
    name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => {
      return `${dash}${letter.toUpperCase()}`;
    })
  );
}
