import process from 'node:process';
import { every, monotonicMs } from '../clock/wall.ts';
import { colors } from './colors.ts';

/** Who reads a log is told so often that it goes on. */
const STILL_WALL_MS = 10_000;

/**
 * What is being done now: one line that changes on a terminal; elsewhere one line a finished step,
 * and now and then what takes so long.
 */
export class Progress {
  #enabled: boolean;
  #live: boolean;
  readonly #startedMs = monotonicMs();
  #current = '';

  #saidMs = monotonicMs();

  constructor(options: { enabled: boolean; stillWallMs?: number }) {
    this.#enabled = options.enabled;
    this.#live = options.enabled && process.stderr.isTTY;
    const { stillWallMs = STILL_WALL_MS } = options;
    if (this.#enabled && !this.#live) every(stillWallMs / 2, () => this.#still(stillWallMs));
    // Whatever ends the command, the shell's prompt has a line of its own.
    if (this.#live) process.once('exit', () => this.clear());
  }

  /** Replaces the line at work. */
  update(text: string): void {
    this.#current = text;
    if (this.#live)
      process.stderr.write(
        `\r\x1b[K${colors.cyan('…')} ${text.slice(0, (process.stderr.columns || 100) - 3)}`,
      );
  }

  /**
   * A step that is over: when, since the command began, and how long it took, where that is known.
   */
  done(text: string, options: { tookMs?: number } = {}): void {
    const took = options.tookMs === undefined ? '' : `, took ${seconds(options.tookMs)}`;
    const when = colors.dim(`${seconds(monotonicMs() - this.#startedMs)}${took}`);
    this.#line(`${colors.green('✓')} ${text} ${when}`);
  }

  /** Something to know while it goes on. */
  note(text: string): void {
    this.#line(`${colors.yellow('!')} ${text}`);
  }

  /** Whole lines, as they are. */
  text(lines: string): void {
    this.#line(lines);
  }

  clear(): void {
    if (this.#live) process.stderr.write('\r\x1b[K');
    this.#current = '';
  }

  /** From here on nothing is shown, whatever still goes on. */
  end(): void {
    this.clear();
    this.#enabled = false;
    this.#live = false;
  }

  #still(afterMs: number): void {
    if (this.#current === '' || monotonicMs() - this.#saidMs < afterMs) return;
    const when = colors.dim(seconds(monotonicMs() - this.#startedMs));
    this.#line(`${colors.cyan('…')} ${this.#current} ${when}`);
  }

  #line(text: string): void {
    if (!this.#enabled) return;
    this.#saidMs = monotonicMs();
    process.stderr.write(`${this.#live ? '\r\x1b[K' : ''}${text}\n`);
    if (this.#live && this.#current !== '') this.update(this.#current);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
