import os from 'node:os';
import process from 'node:process';

/** What one part found: how much was tried, and every failure as a sentence. */
export interface Verdict {
  name: string;
  tried: number;
  unit: string;
  seconds: number;
  failures: string[];
  /** What else was counted, for the reader. */
  remarks: string[];
}

/** More would say the same again. */
const FAILURES_KEPT_MAX = 50;

/** Counts while a part runs. */
export class Tally {
  readonly #startedMs = performance.now();
  readonly #failures: string[] = [];
  readonly #counts = new Map<string, number>();
  tried = 0;

  fail(text: string): void {
    if (this.#failures.length < FAILURES_KEPT_MAX) this.#failures.push(text);
  }

  count(what: string, times = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + times);
  }

  verdict(name: string, unit: string): Verdict {
    return {
      name,
      tried: this.tried,
      unit,
      seconds: (performance.now() - this.#startedMs) / 1_000,
      failures: this.#failures,
      remarks: [...this.#counts].sort().map(([what, count]) => `${count} ${what}`),
    };
  }
}

export function printVerdicts(
  verdicts: readonly Verdict[],
  options: { seed: number; scale: number },
): void {
  console.log(
    `${os.cpus().length} cores, Node.js ${process.version}, seed ${options.seed}, scale ${options.scale}`,
  );
  for (const { name, tried, unit, seconds, failures, remarks } of verdicts) {
    const state = failures.length === 0 ? 'ok  ' : 'FAIL';
    const more = remarks.length === 0 ? '' : `  (${remarks.join(', ')})`;
    console.log(`${state}  ${name}: ${tried} ${unit} in ${seconds.toFixed(0)} s${more}`);
    for (const failure of failures) console.log(`      ${failure}`);
  }
}
