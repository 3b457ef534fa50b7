import type { ListenerAction } from '@understudy/contract';

type Redirect = Extract<ListenerAction, { type: 'redirect' }>;

/** What a redirect may keep of the request's URL. */
export interface RequestUrl {
  protocol: 'http' | 'https';
  host: string;
  /** The listener's, AWS's number. */
  port: number;
  /** With the leading slash. */
  path: string;
  query: string;
}

/**
 * The Location of a redirect, in which `#{protocol}`, `#{host}`, `#{port}`, `#{path}` (without its
 * leading slash) and `#{query}` keep what the request had
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html).
 * The port is always written, as the load balancer does.
 */
export function redirectLocation(
  action: Redirect,
  request: RequestUrl,
  portOf: (port: number) => number = (port) => port,
): string {
  const values: Record<string, string> = {
    protocol: request.protocol,
    host: request.host,
    port: String(request.port),
    path: request.path.startsWith('/') ? request.path.slice(1) : request.path,
    query: request.query,
  };
  const expand = (template: string): string =>
    template.replace(
      /#\{(protocol|host|port|path|query)\}/g,
      (_, name: string) => values[name] ?? '',
    );
  const protocol = expand(action.protocol).toLowerCase();
  const port = portOf(Number(expand(action.port)));
  const query = expand(action.query);
  const place = `${protocol}://${expand(action.host)}:${port}${expand(action.path)}`;
  return query === '' ? place : `${place}?${query}`;
}
