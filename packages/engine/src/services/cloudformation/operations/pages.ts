import { validationError } from '../errors.ts';

export const PAGE_ITEMS_MAX = 100;

/** One page of a list, and the token for the next. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
): { items: T[]; next: { NextToken?: string } } {
  const start = token === undefined || token === '' ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0 || start > items.length)
    throw validationError(`Invalid NextToken: ${token}`);
  const end = start + PAGE_ITEMS_MAX;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { NextToken: String(end) } : {},
  };
}
