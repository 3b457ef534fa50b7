import process from 'node:process';
import { UnderstudyError } from '@understudy/contract';
import type { EngineOptions } from '@understudy/engine';
import type { StartFlags } from '../flags.ts';
import { endBy, onInterrupt, type Interrupt } from '../interrupts.ts';
import type { Progress } from '../render/progress.ts';
import { launchEngine, onOrphaned, type LaunchedEngine } from './launch.ts';
import { EngineNotes } from './running-engines.ts';
import { removeStateFolder } from './state-folder.ts';

export interface Serving {
  progress: Progress;
  /** Whether the state folder was made for this: an engine that never served leaves none behind. */
  isNew: boolean;
  /** Leaves the engine running when what it was started for is there. */
  detach: boolean;
  /** What is done with the engine once it serves. */
  use(engine: LaunchedEngine): Promise<void>;
  /** Gives up what `use` has begun. */
  giveUp(): void;
}

/**
 * As a command's flags have it; clients are nearest to the first region unless they say otherwise.
 */
export function engineOptions(
  { port, speed, anyKey, resolverRegion }: StartFlags,
  stateDirectory: string,
  { regions, domains }: Pick<EngineOptions, 'regions' | 'domains'>,
): EngineOptions {
  return {
    ...{ stateDirectory, port, speed, regions, domains },
    anyKey: anyKey ?? false,
    resolverRegion: resolverRegion ?? regions[0],
    realism: 'instant',
    avoidedNetworks: new EngineNotes().networksOfOthers(stateDirectory),
  };
}

/** Starts an engine, does with it what it is for, and keeps it until it is told to stop. */
export async function serveEngine(options: EngineOptions, serving: Serving): Promise<void> {
  const { progress, detach } = serving;
  let engine: LaunchedEngine | undefined;
  let hasServed = false;
  const stopped = untilToldToStop(progress, () => engine?.kill());
  try {
    progress.update('starting the engine');
    engine = launchEngine(options);
    const used = engine.ready.then(() => {
      hasServed = true;
      return engine && serving.use(engine);
    });
    const signal = await Promise.race([used, stopped, failWhenEnded(engine)]);
    used.catch(() => undefined);
    if (signal !== undefined) {
      await shutDown(serving, engine);
      endBy(signal); // what was asked for is not there; and what still waits for it need not end by itself
    }
    if (detach) return engine.detach();
    // From here on, to be told to stop is how it ends.
    await Promise.race([stopped, failWhenEnded(engine)]);
    await shutDown(serving, engine);
  } catch (error) {
    progress.clear();
    await shutDown(serving, engine);
    if (serving.isNew && !hasServed && !isInItsLog(error))
      removeStateFolder(options.stateDirectory);
    throw error;
  }
}

function untilToldToStop(progress: Progress, atOnce: () => void): Promise<Interrupt> {
  return new Promise((resolve) => {
    const inOrder = (signal: Interrupt): void => {
      progress.end();
      process.stderr.write('stopping; Ctrl-C again to stop at once\n');
      resolve(signal);
    };
    onInterrupt(inOrder, atOnce);
    onOrphaned(() => resolve('SIGHUP'));
  });
}

async function failWhenEnded(engine: LaunchedEngine): Promise<never> {
  await engine.ready;
  throw new UnderstudyError('EngineDidNotStart', {
    message: `the engine ${await engine.ended}`,
    hint: 'read engine.log in the state folder',
  });
}

/** The log is in the folder, and the error names it. */
function isInItsLog(error: unknown): boolean {
  return !(error instanceof UnderstudyError) || error.code === 'EngineDidNotStart';
}

async function shutDown(serving: Serving, engine: LaunchedEngine | undefined): Promise<void> {
  serving.giveUp();
  await engine?.stop();
}
