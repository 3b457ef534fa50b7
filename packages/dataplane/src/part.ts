import type { Clock, EventBody, Random } from '@understudy/contract';

/**
 * What every part of the data plane is given. Parts take time, chance and the way out from here
 * only.
 */
export interface PartContext {
  clock: Clock;
  random: Random;
  /** Says what happened. Never throws, never blocks. */
  emit(body: EventBody): void;
}

/**
 * A part of the data plane: serves traffic as its configuration says, and takes a new configuration
 * while it serves. `apply` resolves when the new configuration is in force (listeners listen, old
 * ones are closed) and never rejects for what a later configuration can mend: it returns such
 * problems as sentences.
 */
export interface Part<Config> {
  apply(config: Config): Promise<string[]>;
  close(): Promise<void>;
}
