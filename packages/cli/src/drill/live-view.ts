import { PROFILES, type Progress as DrillProgress, type Scenario } from '@understudy/drill';
import { colors } from '../render/colors.ts';
import type { Progress } from '../render/progress.ts';
import { sparkline } from '../reports/sparkline.ts';

/** What a drill is at, as one line that changes; where there is no terminal, a line a phase. */
export class LiveView {
  readonly #progress: Progress;
  #phase = '';

  constructor(progress: Progress, scenario: Scenario) {
    this.#progress = progress;
    progress.note(`${scenario.name}: ${scenario.description}`);
  }

  show({ phase, atSeconds, last, failures, lastEvent }: DrillProgress): void {
    if (phase !== this.#phase) {
      if (this.#phase !== '') this.#progress.done(`${this.#phase}`);
      this.#phase = phase;
    }
    const clients = PROFILES.map((profile) => {
      const { good = 0, failed = 0 } = last[profile] ?? {};
      return (failed > 0 ? colors.red : good > 0 ? colors.green : colors.dim)(profile);
    });
    const failing = sparkline(failures);
    this.#progress.update(
      `${phase} ${atSeconds.toFixed(0)} s  ${clients.join(' ')}  ${failing}  ${lastEvent}`,
    );
  }
}
