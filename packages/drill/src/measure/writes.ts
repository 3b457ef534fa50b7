import { NAMED_MAX, type Writes } from '../report/writes-schema.ts';

export interface AcknowledgedAt {
  key: string;
  id: string;
  place: string;
  atSeconds: number;
}

/** All versions of one key in one region, newest first: which write each holds. */
export type StoredWrites = ReadonlyMap<string, readonly (string | undefined)[]>;

type Compared = Pick<Writes, 'isCompared' | 'lost' | 'doubled' | 'soldTwice' | 'diverged'>;

/**
 * What the site has acknowledged, beside what its two buckets hold at the end.
 *
 * @param stored undefined where they could not be looked at
 */
export function compareWrites(
  acknowledged: readonly AcknowledgedAt[],
  stored: { primary: StoredWrites; standby: StoredWrites } | undefined,
): Compared {
  const doubled = doubledOf(acknowledged);
  const isCompared = stored !== undefined;
  const { primary, standby } = stored ?? { primary: NOTHING, standby: NOTHING };
  const isHeld = ({ key, id }: AcknowledgedAt): boolean =>
    [primary, standby].some((side) => side.get(key)?.includes(id) === true);
  const lost = isCompared ? acknowledged.filter((write) => !isHeld(write)) : [];
  const sold = [...Map.groupBy(acknowledged, ({ key }) => key)]
    .filter(([, sales]) => new Set(sales.map(({ id }) => id)).size > 1)
    .map(([key, sales]) => ({
      key,
      sales: firstOfEach(sales).map(({ id, place, atSeconds }) => ({ id, place, atSeconds })),
      keptAtPrimary: primary.get(key)?.[0] ?? null,
      keptAtStandby: standby.get(key)?.[0] ?? null,
    }));
  const keys = new Set([...primary.keys(), ...standby.keys()]);
  return {
    isCompared,
    lost: named(lost),
    doubled: named(doubled),
    soldTwice: named(sold),
    diverged: [...keys].filter((key) => primary.get(key)?.[0] !== standby.get(key)?.[0]).length,
  };
}

const NOTHING: StoredWrites = new Map();

function doubledOf(acknowledged: readonly AcknowledgedAt[]): { id: string; keys: string[] }[] {
  return [...Map.groupBy(acknowledged, ({ id }) => id)]
    .map(([id, writes]) => ({ id, keys: [...new Set(writes.map(({ key }) => key))] }))
    .filter(({ keys }) => keys.length > 1);
}

/** A write that was acknowledged again is the same sale. */
function firstOfEach(sales: readonly AcknowledgedAt[]): AcknowledgedAt[] {
  return sales.filter((sale, at) => sales.findIndex(({ id }) => id === sale.id) === at);
}

function named<T>(all: T[]): { count: number; named: T[] } {
  return { count: all.length, named: all.slice(0, NAMED_MAX) };
}
