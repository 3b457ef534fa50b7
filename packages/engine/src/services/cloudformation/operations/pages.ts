import { page as pageOf, positionOf } from '../../../kernel/page.ts';
import { validationError } from '../errors.ts';

export const PAGE_ITEMS_MAX = 100;

/** One page of a list, and the token for the next. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
): { items: T[]; next: { NextToken?: string } } {
  const start = positionOf(token, failToken);
  if (start > items.length) failToken(String(start));
  const part = pageOf(items, { start, max: PAGE_ITEMS_MAX });
  const NextToken = part.nextPosition;
  return { items: part.items, next: NextToken === undefined ? {} : { NextToken } };
}

export function failToken(token: string): never {
  throw validationError(`Invalid NextToken: ${token}`);
}
