import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { matchesWildcard } from '@understudy/contract';
import { fail } from '../../kernel/fail.ts';
import { page as pageOf, positionOf } from '../../kernel/page.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html#Filtering_Resources_CLI */
const FILTER_WILDCARDS = { escape: '\\' };

/**
 * What the filters of a Describe call may look at, by filter name. Tags are looked at as `tag:KEY`
 * and `tag-key`.
 */
export interface Described<T> {
  item: T;
  fields: Readonly<Record<string, string | readonly string[] | undefined>>;
  tags: readonly Tag[];
}

/** Items that pass every filter; within a filter any value will do. `*` and `?` are wildcards. */
export function select<T>(described: readonly Described<T>[], filters: Filter[] | undefined): T[] {
  return described
    .filter((entry) => (filters ?? []).every((filter) => passes(entry, filter)))
    .map((entry) => entry.item);
}

/**
 * Tokens are positions: the records of one region change seldom while somebody pages through them.
 */
export function page<T>(
  items: readonly T[],
  input: PageInput,
): { items: T[]; nextToken: string | undefined } {
  const start = input.NextToken === undefined ? 0 : position(input.NextToken);
  const part = pageOf(items, { start, size: input.MaxResults });
  const next = part.nextPosition;
  return {
    items: part.items,
    nextToken: next === undefined ? undefined : Buffer.from(next).toString('base64'),
  };
}

export interface PageInput {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

/** The records with the given identifiers, or all; a name that is not there is EC2's error. */
export function named<T>(
  all: readonly T[],
  ids: readonly string[] | undefined,
  find: (id: string) => T,
): readonly T[] {
  return ids === undefined || ids.length === 0 ? all : ids.map(find);
}

function passes<T>(entry: Described<T>, filter: Filter): boolean {
  const name = filter.Name ?? '';
  const values = valuesOf(entry, name);
  return (filter.Values ?? []).some((pattern) =>
    values.some((value) => matchesWildcard(pattern, value, FILTER_WILDCARDS)),
  );
}

function valuesOf<T>(entry: Described<T>, name: string): readonly string[] {
  if (name.startsWith('tag:'))
    return entry.tags.filter((tag) => tag.Key === name.slice(4)).map((tag) => tag.Value ?? '');
  if (name === 'tag-key') return entry.tags.map((tag) => tag.Key ?? '');
  if (!Object.hasOwn(entry.fields, name))
    fail('InvalidParameterValue', `The filter '${name}' is invalid`);
  const value = entry.fields[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function position(token: string): number {
  return positionOf(Buffer.from(token, 'base64').toString(), () =>
    fail('InvalidNextToken', `The token '${token}' is invalid`),
  );
}
