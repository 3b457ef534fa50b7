import os from 'node:os';

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The promise: at most this; undefined where none is made. */
  most: number | undefined;
  /** Likewise at least this. */
  least?: number;
  ok: boolean;
}

export function atMost(name: string, value: number, unit: string, most: number): Figure {
  return { name, value, unit, most, ok: value <= most };
}

export function atLeast(name: string, value: number, unit: string, least: number): Figure {
  return { name, value, unit, most: undefined, least, ok: value >= least };
}

/** What the others are true of only while it is this. */
export function exactly(name: string, value: number, unit: string, wanted: number): Figure {
  return { name, value, unit, most: wanted, least: wanted, ok: value === wanted };
}

/** What is worth knowing, and not promised. */
export function measured(name: string, value: number, unit: string): Figure {
  return { name, value, unit, most: undefined, ok: true };
}

export function printFigures(figures: readonly Figure[]): void {
  console.log(
    `${os.cpus().length} cores, ${os.cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}, load ${os.loadavg()[0]?.toFixed(1)}`,
  );
  const width = Math.max(...figures.map((figure) => figure.name.length));
  for (const { name, value, unit, most, least, ok } of figures) {
    console.log(
      `${ok ? 'ok  ' : 'MISS'}  ${name.padEnd(width)}  ${value.toFixed(1).padStart(8)} ${unit}${
        most === undefined ? '' : `  (at most ${most})`
      }${least === undefined ? '' : `  (at least ${least})`}`,
    );
  }
}
