/** Where a page starts and how long it may be; without a `size` it is as long as `max` allows. */
export interface PageBounds {
  start?: number | undefined;
  size?: number | undefined;
  max?: number;
}

export interface Page<T> {
  items: T[];
  /**
   * The first item of the next page, for services whose markers are keys; undefined at the end of
   * the list.
   */
  next: T | undefined;
  /** Its position in the list, for services whose markers are positions. */
  nextPosition: string | undefined;
}

/** The part of a list that one List or Describe call answers. */
export function page<T>(items: readonly T[], bounds: PageBounds): Page<T> {
  const { start = 0, max = Infinity, size = max } = bounds;
  const end = start + Math.min(size, max);
  return {
    items: items.slice(start, end),
    next: items[end],
    nextPosition: end < items.length ? String(end) : undefined,
  };
}

/**
 * The position that a marker tells, 0 without one or with an empty one; `refuse` ends the call in
 * the service's own words.
 */
export function positionOf(marker: string | undefined, refuse: (marker: string) => never): number {
  if (marker === undefined || marker === '') return 0;
  const position = /^\d+$/.test(marker) ? Number(marker) : NaN;
  return Number.isSafeInteger(position) ? position : refuse(marker);
}

/**
 * What most services say of a page's size that is out of bounds, e.g. IAM's `maxItems` and Elastic
 * Load Balancing's `pageSize`; undefined where there is nothing to say. The bounds are those of the
 * service's model.
 */
export function sizeProblem(
  size: number | undefined,
  member: string,
  { max, min = 1 }: { max: number; min?: number },
): string | undefined {
  if (size === undefined || (size >= min && size <= max)) return undefined;
  const bound = size < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return `1 validation error detected: Value '${size}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`;
}
