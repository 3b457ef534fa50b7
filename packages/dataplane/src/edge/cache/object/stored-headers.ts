import { namedByConnection } from '@understudy/wire';
import type { AnswerHeaders } from '@understudy/wire/http-client';
import { HOP_BY_HOP } from '../../origin/origin-request-policy.ts';

/**
 * Headers of an answer by their names in lower case. A list is several lines that must stay apart:
 * of Set-Cookie above all (RFC 9110, section 5.3; RFC 6265, section 3).
 */
export type StoredHeaders = Record<string, string | string[]>;

/** The value of a field, its lines joined; not for Set-Cookie, whose lines cannot be. */
export function fieldOf(headers: Readonly<StoredHeaders>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** What of an origin's headers is kept and passed on: not those of the connection to it. */
export function storable(headers: AnswerHeaders): StoredHeaders {
  const kept: StoredHeaders = {};
  const named = namedByConnection([headers['connection'] ?? ''].flat());
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.has(name)) kept[name] = value;
  }
  return kept;
}
