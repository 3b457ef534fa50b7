import { MalformedUri } from '../malformed.ts';
import type { OperationShape } from '../schema/operations.ts';
import type { QueryParameters } from '../target.ts';

/** What tells REST operations apart. */
export interface RestRequest {
  method: string;
  /** Without the bucket. */
  rawPath: string;
  query: QueryParameters;
  headers: Readonly<Record<string, string | undefined>>;
  /** S3: whether the request names a bucket. Undefined for services without buckets. */
  hasBucket: boolean | undefined;
}

export interface RestMatch {
  operation: OperationShape;
  /** Decoded. */
  labels: ReadonlyMap<string, string>;
}

export interface Router {
  match(request: RestRequest): RestMatch | undefined;
}

interface Route {
  operation: OperationShape;
  pattern: RegExp;
  labels: readonly string[];
  literalQuery: readonly (readonly [name: string, value: string])[];
  requiredQuery: readonly string[];
  requiredHeaders: readonly string[];
  takesBucket: boolean;
  literalLength: number;
}

/** `bucketAddressing`: S3's keys may end in a slash, and a bare `+` in a path is a space. */
export function createRouter(
  operations: Iterable<OperationShape>,
  options: { bucketAddressing: boolean },
): Router {
  const routes = Map.groupBy(routesOf(operations, options.bucketAddressing), ([method]) => method);
  const byMethod = new Map(
    [...routes].map(([method, list]) => [method, list.map(([, route]) => route).sort(moreExact)]),
  );
  return {
    match: (request) => {
      for (const route of byMethod.get(request.method) ?? []) {
        const labels = matchRoute(route, request, options.bucketAddressing);
        if (labels !== undefined) return { operation: route.operation, labels };
      }
      return undefined;
    },
  };
}

function routesOf(
  operations: Iterable<OperationShape>,
  bucketAddressing: boolean,
): (readonly [method: string, route: Route])[] {
  const routes: (readonly [string, Route])[] = [];
  for (const operation of operations) {
    if (operation.http === undefined || operation.ownHost) continue;
    routes.push([operation.http.method, routeOf(operation, operation.http.uri, bucketAddressing)]);
  }
  return routes;
}

function routeOf(operation: OperationShape, uri: string, bucketAddressing: boolean): Route {
  const [path = '/', query = ''] = uri.split('?');
  const labels: string[] = [];
  const source = path
    .replace(/[.*$^()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => {
      labels.push(name);
      return greedy === '+' ? '(.+)' : '([^/]+)';
    });
  const required = operation.input.members.filter((member) => member.required);
  return {
    operation,
    // Route 53's clients send `/hostedzone/` and `/hostedzone` alike.
    pattern: new RegExp(bucketAddressing ? `^${source}$` : `^${source.replace(/\/$/, '')}/?$`, 's'),
    labels,
    // The SDK for JavaScript alone sends `x-id`, so it tells nothing.
    literalQuery: [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id'),
    requiredQuery: required.flatMap(({ shape }) => shape.traits.httpQuery ?? []),
    requiredHeaders: required.flatMap(({ shape }) => shape.traits.httpHeader?.toLowerCase() ?? []),
    takesBucket: operation.input.members.some(({ name }) => name === 'Bucket'),
    literalLength: path.replace(/\{[^}]*\}/g, '').length,
  };
}

/**
 * The more a route demands, the earlier it is tried; the name only makes the order the same
 * everywhere.
 */
function moreExact(a: Route, b: Route): number {
  return (
    b.literalQuery.length - a.literalQuery.length ||
    b.literalLength - a.literalLength ||
    a.labels.length - b.labels.length ||
    demands(b) - demands(a) ||
    (a.operation.name < b.operation.name ? -1 : 1)
  );
}

function demands(route: Route): number {
  return route.requiredQuery.length + route.requiredHeaders.length;
}

function matchRoute(
  route: Route,
  request: RestRequest,
  plusIsSpace: boolean,
): ReadonlyMap<string, string> | undefined {
  const { query, headers, hasBucket } = request;
  if (hasBucket !== undefined && hasBucket !== route.takesBucket) return undefined;
  for (const [name, value] of route.literalQuery) {
    const values = query.get(name);
    if (values === undefined || (value !== '' && values[0] !== value)) return undefined;
  }
  if (!route.requiredQuery.every((name) => query.has(name))) return undefined;
  if (!route.requiredHeaders.every((name) => headers[name] !== undefined)) return undefined;
  const found = route.pattern.exec(request.rawPath);
  if (found === null) return undefined;
  return new Map(
    route.labels.map((label, index) => [label, decodeLabel(found[index + 1] ?? '', plusIsSpace)]),
  );
}

function decodeLabel(raw: string, plusIsSpace: boolean): string {
  try {
    return decodeURIComponent(plusIsSpace ? raw.replaceAll('+', ' ') : raw);
  } catch {
    throw new MalformedUri("Couldn't parse the specified URI.");
  }
}
