/**
 * How long something takes, as shares of equal cells from `fromSeconds` on; they add up to 1.
 * Within a cell every moment is as likely as another. Those that are added have one grid.
 */
export interface Distribution {
  fromSeconds: number;
  stepSeconds: number;
  shares: readonly number[];
}

/** Always so long. */
export function always(seconds: number, stepSeconds: number): Distribution {
  return { fromSeconds: seconds - stepSeconds / 2, stepSeconds, shares: [1] };
}

/** Any length up to so long, each as likely. */
export function uniform(upToSeconds: number, stepSeconds: number): Distribution {
  return ofCumulative((seconds) => seconds / upToSeconds, upToSeconds, stepSeconds);
}

/** From 0 to `upToSeconds`, by the probability that it takes so long at most. */
export function ofCumulative(
  atMost: (seconds: number) => number,
  upToSeconds: number,
  stepSeconds: number,
): Distribution {
  if (upToSeconds <= 0) return always(0, stepSeconds);
  const cells = Math.max(1, Math.ceil(upToSeconds / stepSeconds - EDGE));
  const until = (cell: number): number => atMost(Math.min(upToSeconds, cell * stepSeconds));
  const shares = Array.from({ length: cells }, (_, cell) => until(cell + 1) - until(cell));
  return { fromSeconds: 0, stepSeconds, shares };
}

/** What is a whole number of cells but for the last digit of a number. */
const EDGE = 1e-9;

export function later(of: Distribution, seconds: number): Distribution {
  return { ...of, fromSeconds: of.fromSeconds + seconds };
}

/**
 * One after the other, neither knowing of the other: their convolution. Two moments within a cell
 * each add up to a triangle over two cells, half of it in each.
 */
export function sum(left: Distribution, right: Distribution): Distribution {
  const shares = new Array<number>(left.shares.length + right.shares.length).fill(0);
  left.shares.forEach((one, at) => {
    right.shares.forEach((other, beside) => {
      const half = (one * other) / 2;
      shares[at + beside] = (shares[at + beside] ?? 0) + half;
      shares[at + beside + 1] = (shares[at + beside + 1] ?? 0) + half;
    });
  });
  const { stepSeconds } = left;
  return { fromSeconds: left.fromSeconds + right.fromSeconds, stepSeconds, shares };
}

export function meanSeconds({ fromSeconds, stepSeconds, shares }: Distribution): number {
  return shares.reduce(
    (mean, share, cell) => mean + share * (fromSeconds + (cell + 0.5) * stepSeconds),
    0,
  );
}

/** Within so long it is over with probability `share`. */
export function quantile(
  { fromSeconds, stepSeconds, shares }: Distribution,
  share: number,
): number {
  let before = 0;
  for (const [cell, one] of shares.entries()) {
    if (one > 0 && before + one >= share)
      return fromSeconds + (cell + Math.max(0, share - before) / one) * stepSeconds;
    before += one;
  }
  return fromSeconds + shares.length * stepSeconds;
}

/** The same in fewer cells, for an eye: `cells` of them at most. */
export function coarser(of: Distribution, cells: number): Distribution {
  const together = Math.ceil(of.shares.length / cells);
  const count = Math.ceil(of.shares.length / together);
  const shares = Array.from({ length: count }, (_, cell) =>
    of.shares
      .slice(cell * together, (cell + 1) * together)
      .reduce((total, share) => total + share, 0),
  );
  return { ...of, stepSeconds: of.stepSeconds * together, shares };
}
