/**
 * What speaks of one connection and not of the message, in lower case: RFC 9110, section 7.6.1 (and
 * section 7.8 for HTTP2-Settings of RFC 7540, section 3.2.1). Every hop of ours writes its own.
 */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * A sender must not name these in Connection (RFC 9110, section 7.6.1: nothing that is meant for
 * all recipients): who could make them disappear on the way would change whose request it is, and
 * where it ends.
 */
const NEVER_NAMED: ReadonlySet<string> = new Set([
  'close',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that values of Connection call this hop's own, in lower case. */
export function namedByConnection(values: Iterable<string>): ReadonlySet<string> {
  const named = new Set<string>();
  for (const value of values) {
    for (const part of value.split(',')) {
      const name = part.trim().toLowerCase();
      if (name !== '' && !NEVER_NAMED.has(name)) named.add(name);
    }
  }
  return named;
}
