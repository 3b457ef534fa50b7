import type { Clock } from '@understudy/contract';
import { InstanceProcess } from '@understudy/dataplane';
import { fail } from '../../kernel/fail.ts';

/** A step of a component that is run here. */
export interface BuildStep {
  name: string;
  /** For bash. */
  script: string;
  timeoutSeconds: number;
}

/** What is told of a build that failed: its end. */
const OUTPUT_CHARACTERS_MAX = 2_000;
/** What a shell ends with when there is no such program. */
const NOT_FOUND_CODE = 127;

/**
 * Runs a step in `directory`, as a process that does not outlive this one. Rejects with its last
 * output when it fails, takes too long, or `signal` ends it.
 */
export async function runBuildStep(
  step: BuildStep,
  options: {
    directory: string;
    environment: Record<string, string>;
    clock: Clock;
    signal: AbortSignal;
  },
): Promise<void> {
  const { clock, directory, environment, signal } = options;
  signal.throwIfAborted();
  let output = '';
  const build = new InstanceProcess({
    clock,
    command: `exec bash -c ${quoted(step.script)}`,
    directory,
    environment: { ...environment, UNDERSTUDY_IMAGE_FOLDER: directory },
    output: {
      write: (chunk) => {
        output = (output + String(chunk)).slice(-OUTPUT_CHARACTERS_MAX);
        return true;
      },
      onDrain: (callback) => callback(),
    },
  });
  const kill = (): void => build.kill();
  let isLate = false;
  // A build takes its time on the wall, however fast AWS time runs.
  const timer = clock.after(step.timeoutSeconds * 1_000 * clock.speed, () => {
    isLate = true;
    kill();
  });
  signal.addEventListener('abort', kill);
  const how = await build.exited;
  timer.cancel();
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  if (how === 'exit code 0') return;
  const end = isLate ? `was not over within ${step.timeoutSeconds} s` : `ended with ${how}`;
  fail(
    'InvalidRequestException',
    `The step ${step.name} ${end}${adviceFor(how)}: ${lastOf(output)}`,
  );
}

function adviceFor(how: string): string {
  return how === `exit code ${NOT_FOUND_CODE}`
    ? ' (a program that it calls is not on this machine: install it, or set web.build)'
    : '';
}

function lastOf(output: string): string {
  return output.trim() === '' ? '(it wrote nothing)' : output.trim();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
