/** A request's target, taken apart but still as sent: signatures are made over it. */
export interface Target {
  rawPath: string;
  rawQuery: string;
}

export function splitTarget(target: string): Target {
  const path = withoutOrigin(target);
  const mark = path.indexOf('?');
  return mark < 0
    ? { rawPath: path, rawQuery: '' }
    : { rawPath: path.slice(0, mark), rawQuery: path.slice(mark + 1) };
}

/** Query parameters by name, each with its values in order; `+` is a space. */
export type QueryParameters = ReadonlyMap<string, readonly string[]>;

export function parseQuery(rawQuery: string): QueryParameters {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}

/** RFC 9112, section 3.2.2: a server must accept the absolute form as well, e.g. from a proxy. */
function withoutOrigin(target: string): string {
  const absolute = /^https?:\/\/[^/?]*/i.exec(target);
  if (absolute === null) return target;
  const rest = target.slice(absolute[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
