import process from 'node:process';
import { fileProblem, UnderstudyError } from '@understudy/contract';
import { interruptedCode } from '../interrupts.ts';
import { reportError } from './error.ts';

/**
 * A command whose output nobody can have ends with that; what it says beside its output is not
 * worth its end.
 */
export function watchOutputs(): void {
  process.stdout.on('error', endWithoutOutput);
  process.stderr.on('error', goOn);
}

/** For a command that does more than write: it goes on. */
export function goOnWithoutOutput(): void {
  process.stdout.off('error', endWithoutOutput).off('error', goOn).on('error', goOn);
}

function goOn(): void {
  return; // what it says beside its work is lost
}

function endWithoutOutput(error: NodeJS.ErrnoException): never {
  // Whoever read it has enough, as in `understudy status | head -1`: no error of anybody's.
  if (error.code === 'EPIPE') process.exit(interruptedCode('SIGPIPE'));
  const problem = new UnderstudyError('FileUnusable', {
    message: `standard output cannot be written: ${fileProblem(error) ?? error.message}`,
    cause: error,
  });
  process.exit(reportError(problem, { json: false }));
}
