/** What a request asks for, with its target brought into one form. */
export interface RequestTarget {
  /** Of the absolute form only: it counts, and Host does not (RFC 9112, section 3.2.2). */
  authority: string | undefined;
  /** Raw, as the viewer wrote it, with its leading slash. */
  path: string;
  /** Raw, without the question mark; undefined without one. */
  query: string | undefined;
}

/** RFC 3986, appendix A: all that a path or query is made of, and what browsers leave unescaped. */
const PATH_AND_QUERY = /^[\x21\x22\x24-\x7e]*$/;
/** A name or an address, and perhaps a port (RFC 3986, section 3.2); no userinfo. */
const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{0,5}))?$/;
const PORT_MAX = 65_535;

/** Whether a Host header (RFC 9110, section 7.2) or an authority can be one. */
export function isHost(text: string): boolean {
  const match = HOST.exec(text);
  return match !== null && Number(match[1] ?? 0) <= PORT_MAX;
}

/**
 * Path and query in origin-form or absolute-form (RFC 9112, section 3.2); undefined for all else:
 * authority-form, `*` (neither a path pattern nor a rule can say where it goes), fragments, bytes
 * beyond ASCII, other schemes, and authorities with a user's name.
 */
export function parseTarget(target: string): RequestTarget | undefined {
  if (!PATH_AND_QUERY.test(target)) return undefined;
  if (target.startsWith('/')) return { authority: undefined, ...splitTarget(target) };
  const match = /^https?:\/\/([^/?]*)(.*)$/i.exec(target);
  if (match === null) return undefined;
  const [, authority = '', rest = ''] = match;
  if (!isHost(authority)) return undefined;
  // RFC 9112, section 3.2.1: an empty path is sent as a slash.
  return { authority, ...splitTarget(rest.startsWith('/') ? rest : `/${rest}`) };
}

function splitTarget(target: string): { path: string; query: string | undefined } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: undefined }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** The target in origin-form, as the next hop gets it. */
export function originForm(target: Pick<RequestTarget, 'path' | 'query'>): string {
  return target.query === undefined ? target.path : `${target.path}?${target.query}`;
}

/**
 * A path as RFC 3986, section 6.2.2 makes it comparable: escapes in upper case, unreserved
 * characters without an escape, no dot segments; and without repeated slashes.
 */
export function normalisedPath(path: string): string {
  const unescaped = path.replace(/%[0-9A-Fa-f]{2}/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
  const kept: string[] = [];
  const segments = unescaped.split('/').slice(1);
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  const last = segments.at(-1) ?? '';
  const isFolder = last === '' || last === '.' || last === '..';
  return kept.length === 0 ? '/' : `/${kept.join('/')}${isFolder ? '/' : ''}`;
}
