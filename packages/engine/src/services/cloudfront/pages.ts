import { page } from '../../kernel/page.ts';
import type { Versioned } from './records.ts';
import type { VersionedTable } from './versioned-table.ts';

/** "The maximum number of distributions you want in the response body"; the default is the most. */
const PAGE_ITEMS_MAX = 100;

export interface PageInput {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** CloudFront's markers name the last item of the page before: `rest` is what comes after it. */
export function listPage<T extends { id: string }>(
  rest: readonly T[],
  input: PageInput,
): {
  items: T[];
  list: {
    Marker: string;
    MaxItems: number;
    IsTruncated: boolean;
    NextMarker?: string | undefined;
    Quantity: number;
  };
} {
  const size = Math.min(input.MaxItems ?? PAGE_ITEMS_MAX, PAGE_ITEMS_MAX);
  const { items, next } = page(rest, { size });
  return {
    items,
    list: {
      Marker: input.Marker ?? '',
      MaxItems: size,
      IsTruncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: items.at(-1)?.id }),
      Quantity: items.length,
    },
  };
}

/** AWS's own policies, then those of the account. Policies' lists do not say where they begin. */
export function policyPage<Config extends { Name: string | undefined }>(
  table: VersionedTable<Config>,
  input: PageInput & { Type?: 'managed' | 'custom' | undefined },
): {
  items: (Versioned<Config> & { type: 'managed' | 'custom' })[];
  list: { NextMarker?: string | undefined; MaxItems: number; Quantity: number };
} {
  const all = (['managed', 'custom'] as const)
    .filter((type) => input.Type === undefined || input.Type === type)
    .flatMap((type) => table[type]().map((record) => ({ ...record, type })));
  const start = all.findIndex(({ id }) => id === input.Marker) + 1;
  const { items, list } = listPage(all.slice(start), input);
  const { Marker: _marker, IsTruncated: _truncated, ...rest } = list;
  return { items, list: rest };
}
