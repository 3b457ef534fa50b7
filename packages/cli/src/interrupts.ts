import os from 'node:os';
import process from 'node:process';
import { monotonicMs } from './clock/wall.ts';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What ends a command early: Ctrl-C, whoever started it, the end of its terminal. */
export type Interrupt = (typeof INTERRUPTS)[number];

/**
 * npm, and a Node.js that is too old for ours, pass on to their child the Ctrl-C that the terminal
 * has sent to every process of the group already. No finger is that quick.
 */
const ONE_PRESS_WALL_MS = 250;

/** Whether a signal is the user's first word, the same one heard twice, or a word after that. */
export function pressOf(firstMs: number | undefined, nowMs: number): 'first' | 'same' | 'again' {
  if (firstMs === undefined) return 'first';
  return nowMs - firstMs < ONE_PRESS_WALL_MS ? 'same' : 'again';
}

/** What shells say of a program that a signal ended: 130 for Ctrl-C, 143 for SIGTERM. */
export function interruptedCode(signal: NodeJS.Signals): number {
  return 128 + os.constants.signals[signal];
}

/**
 * Through `process.exit`, so that what is registered for 'exit' is cleared away, the terminal's
 * line among it.
 */
export function endBy(signal: NodeJS.Signals): never {
  process.exit(interruptedCode(signal));
}

/** For commands that have nothing to do before they end. */
export function endWhenInterrupted(): void {
  for (const signal of INTERRUPTS) process.on(signal, endBy);
}

/**
 * Work that holds up everything else for a while, and has nothing to clear away: the system itself
 * ends it.
 */
export async function endedBySystem<T>(work: () => Promise<T>): Promise<T> {
  for (const signal of INTERRUPTS) process.off(signal, endBy);
  try {
    return await work();
  } finally {
    endWhenInterrupted();
  }
}

/**
 * In its place: the first interrupt begins an end in order, which `first` sees to; another one ends
 * the command at once.
 */
export function onInterrupt(
  first: (signal: Interrupt) => void,
  atOnce: () => void = () => undefined,
): void {
  let firstMs: number | undefined;
  for (const signal of INTERRUPTS) {
    process.off(signal, endBy);
    process.on(signal, () => {
      const nowMs = monotonicMs();
      const press = pressOf(firstMs, nowMs);
      if (press === 'again') {
        atOnce();
        endBy(signal);
      }
      if (press === 'same') return;
      firstMs = nowMs;
      first(signal);
    });
  }
}
